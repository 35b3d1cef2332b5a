/* page.js: what the explain page does beyond filtering by class, which its style does alone: the threshold of
 * confidence, and a light on everything that belongs to what the pointer or the focus is on. Written without the
 * characters that XML reserves. */
(function () {
  'use strict';
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };

  var slider = document.getElementById('threshold');
  var level = document.getElementById('level');
  all('.needs-script').forEach(function (e) { e.hidden = false; });
  slider.addEventListener('input', function () {
    var least = Number(slider.value);
    level.textContent = least.toFixed(2);
    all('.fact').forEach(function (e) { e.classList.toggle('weak-evidence', least > Number(e.dataset.c)); });
    all('.m').forEach(function (e) { e.style.setProperty('--c', least > Number(e.dataset.c) ? 'transparent' : ''); });
  });

  /* Everything that has a thing, by the thing's number: names, ends of facts, entries of the list, facts. */
  var holders = new Map();
  all('[data-e]').forEach(function (e) {
    e.dataset.e.split(' ').forEach(function (key) {
      holders.set(key, (holders.get(key) || []).concat(e));
    });
  });

  var lit = [];
  function darken() {
    lit.forEach(function (e) { e.classList.remove('lit'); });
    lit = [];
  }
  function lighten(e) {
    if (e) {
      e.classList.add('lit');
      lit.push(e);
    }
  }
  function show(target) {
    darken();
    var fact = target.closest('.fact'), one = target.closest('.one'), figure = target.closest('.q');
    var holder = one || target.closest('[data-e]') || (fact ? fact.querySelector('.one') : null);
    if (holder) holder.dataset.e.split(' ').forEach(function (key) { holders.get(key).forEach(lighten); });
    if (fact) {
      lighten(document.getElementById('s' + fact.closest('.note').dataset.s));
      lighten(fact);
      if (holder.dataset.q) all('.q[data-q="' + holder.dataset.q + '"]').forEach(lighten);
    }
    if (figure) all('.one[data-q="' + figure.dataset.q + '"]').forEach(lighten);
  }
  var pinned = false;
  document.addEventListener('mouseover', function (event) { if (!pinned) show(event.target); });
  document.addEventListener('focusin', function (event) { show(event.target); });
  document.addEventListener('click', function (event) { /* a click on a fact keeps its light until the next one */
    pinned = event.target.closest('.fact') !== null;
    show(event.target);
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') {
      pinned = false;
      darken();
    }
  });
  addEventListener('beforeprint', function () { all('details.rejected').forEach(function (e) { e.open = document.getElementById('show-rejected').checked; }); });
})();
