(function () {
  "use strict";
  var box = document.getElementById("search");
  var query = document.getElementById("query");
  var list = box.querySelector("ol");
  var shown = 20;
  var rows = null;
  function fold(text) { return text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim(); }
  function read() {
    rows = [];
    document.querySelectorAll("table.find tbody tr").forEach(function (row) {
      var numbers = row.querySelectorAll("td.m");
      rows.push({
        row: row,
        text: fold(Array.from(row.cells, function (cell) { return cell.textContent; }).join(" ")),
        digits: Array.from(numbers, function (cell) { return cell.textContent.replace(/\D/g, ""); }).join(" ")
      });
    });
  }
  function show(id, count) {
    var line = document.getElementById(id);
    line.hidden = !count;
    var place = line.querySelector("span");
    if (place) { place.textContent = count; }
  }
  function entry(hit) {
    var item = document.createElement("li");
    var link = document.createElement("a");
    var part = hit.row.closest("[id]");
    link.href = "#" + part.id;
    link.textContent = hit.row.closest("section, article").querySelector("h2, h3").firstChild.textContent.trim();
    item.append(link);
    Array.from(hit.row.cells).forEach(function (cell) {
      var piece = document.createElement("bdi");
      piece.textContent = cell.textContent;
      item.append(" · ", piece);
    });
    return item;
  }
  function find() {
    var text = fold(query.value);
    var digits = /^[+\d\s]+$/.test(text) ? text.replace(/\D/g, "") : "";
    list.replaceChildren();
    if (text.length < 2) {
      list.hidden = true;
      ["hits", "none", "more"].forEach(function (id) { show(id, 0); });
      return;
    }
    if (!rows) { read(); }
    var hits = rows.filter(function (row) {
      return row.text.includes(text) || (digits.length > 2 && row.digits.includes(digits));
    });
    hits.slice(0, shown).forEach(function (hit) { list.append(entry(hit)); });
    list.hidden = hits.length === 0;
    show("hits", hits.length);
    show("none", hits.length === 0 ? 1 : 0);
    show("more", Math.max(0, hits.length - shown));
  }
  var timer = 0;
  query.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(find, 120);
  });
  box.hidden = false;
}());
