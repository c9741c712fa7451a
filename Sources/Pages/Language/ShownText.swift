import MirrorReading

/// Texts of users as a page shows them.
package enum ShownText {
    /// Longer texts are cut: a page is to be read, and the command beside it has all of it.
    package static let longest = 80
    /// A character may be made of any number of scalars.
    private static let scalarsPerCharacter = 4

    /// `text` on one line, without anything that turns the direction of what follows, and not too long.
    ///
    /// Where it was cut, … stands behind it.
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

    /// A label beside a chart, which does not break.
    package static func label(_ text: String, columns: Int) -> String {
        DisplayWidth.cut(self.text(text), to: columns)
    }

    /// `+47 900 00 001` for a Norwegian number, else the digits after a plus sign; another text as it is.
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
