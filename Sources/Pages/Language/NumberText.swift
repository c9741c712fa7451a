import MirrorReading

/// Formats numbers in a language.
package struct NumberText: Sendable {
    /// A no-break space, which keeps a number on one line.
    static let space = "\u{A0}"
    static let minus = "\u{2212}"

    let language: PageLanguage

    package init(_ language: PageLanguage) { self.language = language }

    /// `1,234` or `1 234`.
    package func count(_ number: Int) -> String {
        (number < 0 ? Self.minus : "") + grouped(String(number.magnitude))
    }

    /// `+12`, `−3` or `±0`.
    package func change(_ number: Int) -> String {
        number == 0 ? "±0" : number > 0 ? "+" + count(number) : count(number)
    }

    /// `98.6%` or `98,6 %`.
    ///
    /// - Parameter decimals: the number of decimals, 0 to 2.
    package func percent(_ share: Double, decimals: Int = 1) -> String {
        let scale = [1.0, 10, 100][min(max(decimals, 0), 2)]
        let scaled = Int((share.magnitude * scale).rounded())
        var text = grouped(String(scaled / Int(scale)))
        if decimals > 0 {
            let rest = String(scaled % Int(scale))
            text += decimalSign + String(repeating: "0", count: max(0, decimals - rest.utf8.count)) + rest
        }
        let sign = share < 0 && scaled > 0 ? Self.minus : ""
        switch language {
        case .english: return sign + text + "%"
        case .norwegian: return sign + text + Self.space + "%"
        }
    }

    /// `+1.2`, `−0,3` or `±0`.
    package func decimal(tenths: Int) -> String {
        guard tenths != 0 else { return "±0" }
        let magnitude = Int(tenths.magnitude)
        return (tenths < 0 ? Self.minus : "+") + grouped(String(magnitude / 10)) + decimalSign
            + String(magnitude % 10)
    }

    private var decimalSign: String {
        switch language {
        case .english: "."
        case .norwegian: ","
        }
    }

    private func grouped(_ digits: String) -> String {
        let separator: String
        switch language {
        case .english: separator = ","
        case .norwegian: separator = Self.space
        }
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.count > 3 {
            groups.append(rest.suffix(3))
            rest.removeLast(3)
        }
        groups.append(rest)
        return groups.reversed().joined(separator: separator)
    }
}
