/* Judgements as files: lines of JSON, and Web Annotations with the same in them. */
"use strict";
topoi.judgements = (function () {
  /* how a sentence was drawn, and on what; what a reader puts in place of the machine's answer */
  var COUNTS = ["drawn_from", "drawn", "seed"], DESIGN = ["pattern", "machine"].concat(COUNTS, ["version", "sha256"]);
  var RIGHT = ["right_voice", "right_extent"], VERDICTS = ["yes", "no", "borderline"];

  function annotations(rows, reader) {
    function body(purpose, value, label) {
      return Object.assign({ type: "TextualBody", purpose: purpose }, label ? { label: label } : {}, { value: value });
    }
    return {
      "@context": "http://www.w3.org/ns/anno.jsonld", type: "AnnotationCollection", label: "Judgements of " + reader,
      total: rows.length, first: { type: "AnnotationPage", items: rows.map(function (row, i) {
        return {
          id: "#judgement-" + (i + 1), type: "Annotation", motivation: "assessing", creator: { type: "Person", name: row.coder },
          body: [body("tagging", row.code), body("assessing", row.verdict)]
            .concat(row.wrong.map(function (fault) { return body("assessing", "wrong " + fault); }))
            .concat(row.note ? [body("commenting", row.note)] : [])
            .concat(DESIGN.concat(RIGHT).filter(function (name) { return row[name] || row[name] === 0; })
              .map(function (name) { return body("describing", String(row[name]), name); })),
          target: { source: encodeURIComponent(row.doc), selector: [
            { type: "TextPositionSelector", start: row.start, end: row.end },
            { type: "TextQuoteSelector", exact: row.text }
          ] }
        };
      }) }
    };
  }

  function rowOfAnnotation(item) {
    function said(purpose) {
      return item.body.filter(function (one) { return one.purpose === purpose; }).map(function (one) { return one.value; });
    }
    function selector(type) { return item.target.selector.find(function (one) { return one.type === type; }); }
    var code = said("tagging")[0], place = selector("TextPositionSelector"), assessed = said("assessing"), row = {
      doc: decodeURIComponent(item.target.source), start: place.start, end: place.end,
      code: code, text: selector("TextQuoteSelector").exact,
      verdict: assessed[0], note: said("commenting").join(" "), coder: item.creator.name, unit: "sentence",
      wrong: assessed.slice(1).map(function (one) { return one.replace(/^wrong /, ""); })
    };
    item.body.forEach(function (one) {
      if (one.purpose === "describing") { row[one.label] = COUNTS.indexOf(one.label) < 0 ? one.value : Number(one.value); }
    });
    return row;
  }

  function sound(row) {
    return row && typeof row.doc === "string" && typeof row.code === "string" && VERDICTS.indexOf(row.verdict) >= 0 &&
      ["yes", "no"].indexOf(row.machine) >= 0 && row.start < row.end && Array.isArray(row.wrong);
  }

  /* the rows of a file of either form; null where it is neither */
  function rowsOf(content) {
    try {
      var whole = null;
      try { whole = JSON.parse(content); } catch (e) { /* several lines */ }
      if (whole && whole.first) { return whole.first.items.map(rowOfAnnotation); }
      return content.split(/\r?\n/).filter(Boolean).map(function (line) { return JSON.parse(line); });
    } catch (e) { return null; }
  }

  return { annotations: annotations, rows: rowsOf, sound: sound };
})();
