/// Spells values as the documented examples do, some of them oddly.
///
/// No value loses its meaning, so the truth does not depend on this. Oddities depend only on seed, owner and
/// place. Source: the examples of millom-notify.yaml (a comma inside a text, numbers as text, an object for a
/// list) and of millom-standard-api.yaml (times without an offset).
struct MillomSpeller: Sendable {
    private let seed: UInt64
    private let probability: Double
    /// The owner of the document.
    private let owner: UInt64

    init(seed: UInt64, probability: Double, owner: UInt64 = 0) {
        self.seed = seed
        self.probability = probability
        self.owner = owner
    }

    func of(_ person: MillomPerson) -> MillomSpeller {
        MillomSpeller(seed: seed, probability: probability, owner: person.owner)
    }

    func of(owner: UInt64) -> MillomSpeller {
        MillomSpeller(seed: seed, probability: probability, owner: owner)
    }

    /// A number that chooses among the odd forms; nil: the documented form.
    private func roll(_ place: String) -> Int? {
        guard probability > 0 else { return nil }
        let bits = SeededGenerator.mix(seed ^ owner, MillomHash.of(place))
        guard SeededGenerator.unit(of: bits) < probability else { return nil }
        return Int(SeededGenerator.mix(bits, 78) >> 33)
    }

    /// An amount, which is documented as quoted digits.
    func money(_ amount: MillomMoney, at place: String) -> MillomJSON {
        switch roll(place).map({ $0 % 2 }) {
        case nil: .text(amount.text)
        case 0: .text(amount.text + ",")
        default: .number(amount.text)
        }
    }

    /// An amount, which is documented as a number.
    func numericMoney(_ amount: MillomMoney, at place: String) -> MillomJSON {
        switch roll(place).map({ $0 % 2 }) {
        case nil: .number(amount.text)
        case 0: .text(amount.text + ",")
        default: .text(amount.text)
        }
    }

    func count(_ number: Int, at place: String) -> MillomJSON {
        switch roll(place).map({ $0 % 2 }) {
        case nil: .number(String(number))
        case 0: .text("\(number),")
        default: .text(String(number))
        }
    }

    func instant(_ instant: MillomInstant, at place: String) -> MillomJSON {
        switch roll(place).map({ $0 % 3 }) {
        case nil: .text(instant.text)
        case 0: .text(instant.text + ",")
        default: .text(instant.withoutOffset)
        }
    }

    /// The day's beginning, or its end without an offset: both mean the same day.
    func birthDate(_ day: Day, at place: String) -> MillomJSON {
        .text(day.iso + (roll(place) == nil ? "T00:00:00Z" : "T23:59:59"))
    }

    /// An enumerated word.
    func word(_ word: String, at place: String) -> MillomJSON {
        .text(roll(place) == nil ? word : word + ",")
    }

    /// An id, which may come as a number if it consists of digits.
    func identifier(_ text: String, at place: String) -> MillomJSON {
        guard let number = Int(text), String(number) == text, roll(place) != nil else { return .text(text) }
        return .number(text)
    }

    /// A list of objects; a single one may come without the list.
    func list(_ elements: [MillomJSON], at place: String) -> MillomJSON {
        elements.count == 1 && roll(place) != nil ? elements[0] : .list(elements)
    }

    /// A value that does not exist; usually its key is missing too.
    func missing(_ place: String) -> MillomJSON? { roll(place) == nil ? nil : .null }

    /// The key of an offer's currency.
    func currencyKey(_ documented: String, at place: String) -> String {
        roll(place) == nil ? documented : "currency"
    }
}

/// FNV-1a, which is the same in every process.
enum MillomHash {
    static func of(_ text: some StringProtocol) -> UInt64 {
        text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
