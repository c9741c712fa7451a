import Crypto
import Foundation
import TestSupport
import Testing

/// Chromium without a window, with its own profile that is removed afterwards.
struct Chromium {
    /// The result of a page's own checks.
    struct Verdict: Decodable {
        let width: Int
        let isDark: Bool
        let faults: [String]
        /// How many texts were checked for contrast.
        let texts: Int
        let hits: Int
    }

    enum Failure: Error {
        case noVerdict(String)
    }

    var width = 1280
    var isDark = false

    private static let usual = [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-extensions", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND",
        "--enable-logging=stderr",
    ]

    /// Renders the file at `page` and exits.
    func run(_ arguments: [String], _ page: URL) async throws -> Shell.Result {
        try await withTemporaryDirectory { profile in
            let scheme = "--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)"
            return try await ReaderTool.chromium.run(
                Self.usual + arguments + [
                    "--user-data-dir=\(profile.path)", "--window-size=\(width),1000", scheme,
                    page.absoluteString,
                ])
        }
    }

    /// Lines in the page's console: errors, and what the policy blocked.
    static func console(_ result: Shell.Result) -> [String] {
        result.errors.split(separator: "\n").filter { $0.contains(":CONSOLE") }.map(String.init)
    }

    /// Renders a copy of `html` with a script that checks it for people who see little or nothing.
    ///
    /// The page's policy stays in force, except for that script's hash.
    func verdict(on html: String, searching text: String = "") async throws -> Verdict {
        let script = PageCheck.script.replacing("SEARCHED", with: text)
        let hash = Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString()
        let checked =
            html
            .replacing(
                "default-src &#39;none&#39;;",
                with: "default-src 'none'; script-src-elem 'sha256-\(hash)' 'sha256-OWN';"
            )
            .replacing("'sha256-OWN'", with: Self.ownHash(html))
            .replacing("</body>", with: "<script>\(script)</script></body>")
        return try await withTemporaryDirectory { folder in
            let page = folder.appendingPathComponent("page.html")
            try Data((width < Self.narrowest ? framed(checked) : checked).utf8).write(to: page)
            let result = try await run(["--virtual-time-budget=10000", "--dump-dom"], page)
            guard let found = result.output.firstMatch(of: /<pre id="verdict">([A-Za-z0-9+\/=]+)<\/pre>/),
                let data = Data(base64Encoded: String(found.output.1))
            else { throw Failure.noVerdict(String(result.errors.suffix(2000))) }
            #expect(Self.console(result) == [])
            return try JSONDecoder().decode(Verdict.self, from: data)
        }
    }

    /// The smallest width of a window.
    private static let narrowest = 500

    /// A page that shows `html` in a frame of the desired width, and adopts its verdict.
    private func framed(_ html: String) -> String {
        """
        <!doctype html><html><body style="margin:0">
        <iframe style="width:\(width)px;height:1000px;border:0"></iframe>
        <script>
        const frame = document.querySelector("iframe");
        const bytes = Uint8Array.from(atob("\(Data(html.utf8).base64EncodedString())"), c => c.charCodeAt(0));
        frame.srcdoc = new TextDecoder().decode(bytes);
        const watch = setInterval(() => {
            const found = frame.contentDocument && frame.contentDocument.getElementById("verdict");
            if (!found) return;
            clearInterval(watch);
            document.body.append(document.importNode(found, true));
        }, 20);
        </script></body></html>
        """
    }

    private static func ownHash(_ html: String) -> String {
        let own = html.firstMatch(of: /script-src &#39;(sha256-[^&]+)&#39;/).map { "'\($0.output.1)'" }
        return own ?? ""
    }
}

/// Requirements on every page, checked within the page.
enum PageCheck {
    static let script = #"""
        (function () {
          "use strict";
          var faults = [];
          var texts = 0;
          function fault(text) { if (faults.length < 30) { faults.push(text); } }
          function name(element) {
            var text = (element.textContent || "").trim().slice(0, 30);
            return element.tagName.toLowerCase() + "." + (element.getAttribute("class") || "") + " \"" + text + "\"";
          }
          function rgb(text) {
            var parts = (text.match(/[\d.]+/g) || []).map(Number);
            return text.indexOf("rgb") === 0 ? parts : null;
          }
          function luminance(color) {
            var light = color.slice(0, 3).map(function (part) {
              var share = part / 255;
              return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
            });
            return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
          }
          function background(element) {
            for (var at = element; at; at = at.parentElement) {
              var color = rgb(getComputedStyle(at).backgroundColor);
              if (color && (color.length === 3 || color[3] === 1)) { return color; }
            }
            return [255, 255, 255];
          }
          function contrast(element) {
            var style = getComputedStyle(element);
            var isDrawn = element.closest("svg") !== null;
            var color = rgb(isDrawn ? style.fill : style.color);
            if (!color) { return fault("no colour: " + name(element)); }
            var one = luminance(color), other = luminance(background(element));
            var ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
            var size = parseFloat(style.fontSize);
            var isLarge = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight, 10) >= 700);
            texts += 1;
            if (ratio < (isLarge ? 3 : 4.5)) { fault("contrast " + ratio.toFixed(2) + ": " + name(element)); }
            if (size < 11.5) { fault("small, " + size + " px: " + name(element)); }
          }
          function look() {
            var wide = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth > wide) {
              fault("the page is " + document.documentElement.scrollWidth + " wide in " + wide);
            }
            document.querySelectorAll("body *").forEach(function (element) {
              if (!element.checkVisibility() || element.closest("script, style, .skip")) { return; }
              var box = element.getBoundingClientRect();
              if (!element.closest(".scroll") && !element.closest("svg") && box.right > wide + 1) {
                fault("reaches out of the page: " + name(element));
              }
              var own = Array.from(element.childNodes).some(function (node) {
                return node.nodeType === 3 && node.nodeValue.trim() !== "";
              });
              if (own && box.width > 0 && !element.closest("title, desc")) { contrast(element); }
            });
            document.querySelectorAll("svg[role=img]").forEach(function (drawing) {
              var frame = drawing.getBoundingClientRect();
              if (frame.width === 0) { return; }
              drawing.querySelectorAll("text").forEach(function (text) {
                var box = text.getBoundingClientRect();
                if (box.width === 0 || text.parentElement.tagName === "svg") { return; }
                if (box.left < frame.left - 1 || box.right > frame.right + 1) {
                  fault("reaches out of its drawing: " + name(text));
                }
              });
              var labels = Array.from(drawing.querySelectorAll("text")).filter(function (text) {
                return text.getBoundingClientRect().width > 0;
              });
              labels.forEach(function (one, place) {
                labels.slice(place + 1).forEach(function (other) {
                  var a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
                  var x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                  var y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                  var isClipped = one.parentElement.tagName === "svg" || other.parentElement.tagName === "svg";
                  if (x > 1 && y > 4 && !isClipped) { fault("one over the other: " + name(one) + name(other)); }
                });
              });
              drawing.querySelectorAll(".label").forEach(function (label) {
                drawing.querySelectorAll("svg rect").forEach(function (bar) {
                  var a = label.getBoundingClientRect(), b = bar.getBoundingClientRect();
                  if (label.closest(".steps") && b.top < a.bottom && b.bottom > a.top && a.right > b.left + 1) {
                    fault("a bar over its name: " + name(label));
                  }
                });
              });
            });
          }
          function structure() {
            ["header", "nav", "main", "footer"].forEach(function (part) {
              if (document.querySelectorAll("body > " + part).length !== 1) { fault("not one " + part); }
            });
            if (document.querySelectorAll("h1").length !== 1) { fault("not one h1"); }
            var level = 1;
            document.querySelectorAll("h1, h2, h3, h4").forEach(function (heading) {
              var next = Number(heading.tagName[1]);
              if (next > level + 1) { fault("a level is left out: " + name(heading)); }
              level = next;
            });
            if (!document.documentElement.lang || !document.title) { fault("no language or title"); }
            var seen = {};
            document.querySelectorAll("[id]").forEach(function (element) {
              if (seen[element.id]) { fault("twice: #" + element.id); }
              seen[element.id] = true;
            });
            document.querySelectorAll("[aria-labelledby], [aria-describedby]").forEach(function (element) {
              var names = (element.getAttribute("aria-labelledby") || "") + " "
                + (element.getAttribute("aria-describedby") || "");
              names.trim().split(/\s+/).forEach(function (id) {
                var found = document.getElementById(id);
                if (!found || !found.textContent.trim()) { fault("names nothing: " + id); }
              });
            });
            document.querySelectorAll("a").forEach(function (link) {
              var target = link.getAttribute("href");
              if (target[0] !== "#") { fault("leads out of the page: " + target); }
              if (!document.querySelector(target)) { fault("leads nowhere: " + target); }
            });
            document.querySelectorAll("svg[role=img]").forEach(function (drawing) {
              if (!drawing.querySelector("title") || !drawing.querySelector("desc")) { fault("a drawing without words"); }
            });
            document.querySelectorAll("table").forEach(function (table) {
              if (!table.querySelector("th[scope=col]")) { fault("a table without headings"); }
            });
            document.querySelectorAll("input").forEach(function (input) {
              if (!input.labels.length) { fault("an input without a label"); }
            });
            document.querySelectorAll("main > section, main section").forEach(function (section) {
              if (!section.getAttribute("aria-labelledby")) { fault("a part without a name: " + section.id); }
            });
            if (performance.getEntriesByType("resource").length) { fault("something was fetched"); }
          }
          function say(hits) {
            var verdict = { width: innerWidth, isDark: matchMedia("(prefers-color-scheme: dark)").matches,
              faults: faults, texts: texts, hits: hits };
            var place = document.createElement("pre");
            place.id = "verdict";
            place.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(verdict))));
            document.body.append(place);
          }
          structure();
          look();
          document.querySelectorAll("details").forEach(function (part) { part.open = true; });
          look();
          var query = document.getElementById("query");
          if (!query) { return say(0); }
          if (document.getElementById("search").hidden) { fault("the search is not shown"); }
          query.value = "SEARCHED";
          query.dispatchEvent(new Event("input"));
          setTimeout(function () {
            look();
            say(document.querySelectorAll("#result li").length);
          }, 1000);
        }());
        """#
}
