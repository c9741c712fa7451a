/// Assigns the sandbox's numbers: unique by construction, scattered like real ones.
struct NumberPlan: Sendable {
    private let seed: UInt64

    init(seed: UInt64) { self.seed = seed }

    /// Coprime to every power of ten, so that multiplying by it permutes the numbers below one.
    private static let scatter: UInt64 = 7_368_787

    /// Whether a number begins with 47 and has 10 or 12 digits, as the detail's path requires.
    static func isPossible(_ number: UInt64) -> Bool {
        number / 100_000_000 == 47 || number / 10_000_000_000 == 47
    }

    private func scattered(_ index: Int, below bound: UInt64) -> UInt64 {
        (UInt64(index) &* Self.scatter &+ SeededGenerator.mix(seed, bound) % bound) % bound
    }

    /// A person's number: 47, then 8 digits that begin with 4 or 9; unique up to index 20,000,000.
    func mobile(_ index: Int) -> UInt64 {
        let number = scattered(index, below: 20_000_000)
        return number < 10_000_000 ? 4_790_000_000 + number : 4_740_000_000 + (number - 10_000_000)
    }

    /// A machine's number of 12 digits: 4759, then 8 digits; unique up to index 100,000,000.
    func machine(_ index: Int) -> UInt64 { 475_900_000_000 + scattered(index, below: 100_000_000) }

    /// The hidden number of a twin SIM card: 4758, then 8 digits.
    func twin(_ index: Int) -> UInt64 { 475_800_000_000 + scattered(index, below: 100_000_000) }

    /// A SIM card's ICCID: 20 digits, the last of which is the Luhn check digit.
    func iccID(_ index: Int, serial: Int) -> String {
        let card = 10_000_000_000 + scattered(index, below: 10_000_000_000)
        let digits = "894708\(String(card).dropFirst())\(String(1000 + serial % 1000).dropFirst())"
        return digits + String(Self.luhnDigit(of: digits))
    }

    private static func luhnDigit(of digits: String) -> Int {
        var sum = 0
        for (position, digit) in digits.utf8.reversed().enumerated() {
            let value = Int(digit) - 48
            let doubled = position.isMultiple(of: 2) ? value * 2 : value
            sum += doubled > 9 ? doubled - 9 : doubled
        }
        return (10 - sum % 10) % 10
    }

    /// A number of the Norwegian register of companies: 9 digits that begin with 9, with the modulo 11 check.
    func organizationNumber(_ index: Int) -> String {
        var candidate = Int(scattered(index, below: 800_000)) * 10 + 91_000_000
        while true {
            if let number = Self.checked(candidate) { return number }
            candidate += 1
        }
    }

    private static func checked(_ eightDigits: Int) -> String? {
        let digits = String(eightDigits)
        let weights = [3, 2, 7, 6, 5, 4, 3, 2]
        let sum = zip(digits.utf8, weights).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
        let check = (11 - sum % 11) % 11
        return check == 10 ? nil : digits + String(check)
    }
}
