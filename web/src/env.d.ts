declare module 'virtual:ontology' {
  interface Term { kind: '' | 'class' | 'link' | 'value'; zh: string; en: string; zhComment: string; enComment: string }
  const ontology: { terms: Record<string, Term>; colours: Record<string, { light: string; dark: string }> };
  export default ontology;
}
declare module 'virtual:questions' {
  const questions: { name: string; zh: string; en: string; text: string }[];
  export default questions;
}
declare module 'cytoscape-fcose' {
  const extension: import('cytoscape').Ext;
  export default extension;
}
