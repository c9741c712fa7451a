import MirrorReading

/// Formats users' texts for a page.
package enum DisplayText {
    /// Longer texts are cut, to keep the page readable; the command beside them gives the whole text.
    package static let longest = 80
    /// A limit, as a character may consist of any number of scalars.
    private static let scalarsPerCharacter = 4

    /// `text` on one line, shortened, and without characters that change the text direction.
    ///
    /// A trailing … marks a cut.
    package static func text(_ text: String, longest: Int = longest) -> String {
        var kept = String.UnicodeScalarView()
        var characters = 0
        var isCut = false
        for character in text {
            let scalars = character.unicodeScalars
            guard characters < longest else {
                isCut = true
                break
            }
            characters += 1
            kept.append(contentsOf: scalars.prefix(scalarsPerCharacter))
            if scalars.count > scalarsPerCharacter { isCut = true }
        }
        let shown = DisplayWidth.printable(String(kept))
        return isCut ? shown + "…" : shown
    }

    /// A chart's label, which must fit on one line.
    package static func label(_ text: String, columns: Int) -> String {
        DisplayWidth.cut(self.text(text), to: columns)
    }

    /// `+47 900 00 001` for a Norwegian number, a plus sign and the digits for
    /// others; any other text unchanged.
    package static func number(_ digits: String) -> String {
        let bytes = digits.utf8
        guard (5...15).contains(bytes.count), bytes.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return text(digits)
        }
        let space = NumberText.space
        guard digits.hasPrefix("47") else { return "+" + digits }
        let rest = digits.dropFirst(2)
        guard rest.count == 8 else { return "+47" + space + rest }
        return "+47\(space)\(rest.prefix(3))\(space)\(rest.dropFirst(3).prefix(2))\(space)\(rest.suffix(3))"
    }
}
