/// Decides how each value is spelled, by seed, owner and place only, so that a document stays the same until
/// it changes.
struct Sloppiness: Sendable {
    private let seed: UInt64
    /// A draw below this is sloppy; 0: none is.
    private let threshold: UInt64

    init(seed: UInt64, probability: Double) {
        self.seed = seed
        let clamped = min(max(probability, 0), 1)
        threshold = clamped == 1 ? .max : UInt64(clamped * 18_446_744_073_709_549_568)
    }

    /// How a sloppy value is spelled.
    private struct Roll {
        /// Whether its meaning is lost.
        let isLossy: Bool
        private let choice: Int

        init(_ bits: UInt64) {
            isLossy = bits % 5 < 2
            choice = Int(bits >> 33)
        }

        func pick<Element>(_ elements: [Element]) -> Element { elements[choice % elements.count] }
    }

    private func roll(_ place: Place) -> Roll? {
        guard threshold > 0 else { return nil }
        let bits = SeededGenerator.mix(
            seed ^ place.owner, UInt64(place.field.rawValue) &* 0x1_0000_0001 &+ UInt64(place.item))
        guard bits < threshold else { return nil }
        return Roll(SeededGenerator.mix(bits, 77))
    }

    /// Free text and names.
    func text(_ value: String?, at place: Place) -> Spelled {
        guard let value else { return missing(at: place) }
        guard let roll = roll(place) else { return Spelled(token: .text(value), truth: .text(value)) }
        if roll.isLossy {
            return .unreadable(roll.pick([.absent, .null, .flag(true), .emptyObject, .emptyArray]))
        }
        return Spelled(token: Self.asNumber(value) ?? .text(value), truth: .text(value))
    }

    /// A text that stays readable: at worst its digits come as a number.
    func digits(_ value: String?, at place: Place) -> Spelled {
        guard let value else { return missing(at: place) }
        let token = roll(place) == nil ? nil : Self.asNumber(value)
        return Spelled(token: token ?? .text(value), truth: .text(value))
    }

    /// The id of a product or an account: always readable.
    func identifier(_ value: Int, at place: Place) -> Token {
        roll(place) == nil ? .integer(value) : .text(String(value))
    }

    func flag(_ value: Bool, at place: Place) -> Spelled {
        let truth = TruthValue.integer(value ? 1 : 0)
        guard let roll = roll(place) else { return Spelled(token: .flag(value), truth: truth) }
        if roll.isLossy {
            return .unreadable(
                roll.pick([.text("N/A"), .text("boolean"), .absent, .null, .integer(1), .text("")]))
        }
        let words = value ? ["true", "True", "TRUE"] : ["false", "False", "FALSE"]
        return Spelled(token: .text(roll.pick(words)), truth: truth)
    }

    func amount(_ value: QuotaAmount, at place: Place) -> Spelled {
        let roll = roll(place)
        if let roll, roll.isLossy {
            return .unreadable(roll.pick([.text("N/A"), .text("integer"), .absent, .null, .flag(false)]))
        }
        switch value {
        case .whole(let number):
            let forms: [Token] = [.text(String(number)), .real(Double(number))]
            return Spelled(token: roll?.pick(forms) ?? .integer(number), truth: TruthValue(number))
        case .decimal(let number):
            let token = roll == nil ? Token.real(number) : .text("\(number)")
            return Spelled(token: token, truth: .real(number))
        }
    }

    /// `isDotted`: whether this field's usual format is DD.MM.YYYY.
    func date(_ value: Day?, isDotted: Bool = false, at place: Place) -> Spelled {
        let roll = roll(place)
        guard let value else {
            guard let roll else { return .unreadable(.absent) }
            return .unreadable(roll.isLossy ? roll.pick([.text("N/A"), .text("string")]) : .null)
        }
        if let roll, roll.isLossy { return .unreadable(roll.pick(Self.impossibleDates)) }
        let wantsDots = roll == nil ? isDotted : !isDotted
        return Spelled(token: .text(wantsDots ? value.dotted : value.iso), truth: .text(value.iso))
    }

    private static let impossibleDates: [Token] = [
        .text("31.02.2020"), .text("00.00.0000"), .text("2021-02-29"), .text("string"), .text(""),
        .text("2024-05-01T00:00:00Z"), .absent, .null,
    ]

    /// The substitute for an array; nil: the array itself.
    ///
    /// - Parameter canBePlaceholder: false for arrays whose elements must stay readable.
    func substitute(forCount count: Int, canBePlaceholder: Bool = true, at place: Place) -> Token? {
        guard let roll = roll(place) else { return nil }
        if roll.isLossy, canBePlaceholder {
            return roll.pick([.text("array"), .text("N/A"), .null, .absent])
        }
        return count == 0 ? roll.pick([.null, .absent]) : nil
    }

    /// The substitute for an object; nil: the object itself.
    func objectSubstitute(at place: Place) -> Token? {
        guard let roll = roll(place), roll.isLossy else { return nil }
        return roll.pick([.text("N/A"), .text("object"), .null, .absent])
    }

    /// Whether a lossless oddity (an unknown key, the other spelling of a key) appears here.
    func shows(_ place: Place) -> Bool { roll(place) != nil }

    /// A value that does not exist; usually its key is missing too.
    func missing(at place: Place) -> Spelled { .unreadable(roll(place) == nil ? .absent : .null) }

    /// The elements in an order that depends on the version; a clean sandbox leaves them as they are.
    func shuffled<Element>(_ elements: [Element], version: Int, at place: Place) -> [Element] {
        guard threshold > 0, elements.count > 1 else { return elements }
        var generator = SeededGenerator(
            seed: seed ^ place.owner, stream: UInt64(place.field.rawValue) &* 1000 &+ UInt64(place.item),
            index: UInt64(version))
        var shuffled = elements
        for position in stride(from: shuffled.count - 1, to: 0, by: -1) {
            shuffled.swapAt(position, generator.below(position + 1))
        }
        return shuffled
    }

    /// The number that reads as exactly this text; nil if there is none.
    private static func asNumber(_ text: String) -> Token? {
        guard (1...15).contains(text.utf8.count), let number = Int(text), String(number) == text, number >= 0
        else { return nil }
        return .integer(number)
    }
}
