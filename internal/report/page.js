/**
 * Copyright (c) terraform-partnercenter authors
 * SPDX-License-Identifier: MPL-2.0
 */

"use strict";
// Without this script, headings are plain text and the tables stay in their order.
for (const head of document.querySelectorAll("thead th")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    const body = head.closest("table").tBodies[0];
    const key = (row) => row.cells[head.cellIndex];
    const compare = (a, b) => ("value" in key(a).dataset
      ? key(a).dataset.value - key(b).dataset.value
      : key(a).textContent.localeCompare(key(b).textContent));
    body.append(...[...body.rows].sort((a, b) => (up ? compare(a, b) : compare(b, a))));
  });
}
