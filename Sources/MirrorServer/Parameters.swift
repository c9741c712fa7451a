/// The parameters of a request, separated into known and other ones.
struct Parameters {
    private let known: [String: String]
    /// The parameters that the route does not define.
    let others: [String: String]

    /// - Parameter others: whether other parameters are allowed.
    /// - Throws: ``Refusal``.
    init(_ request: ServedRequest, _ names: Set<String>, others isOpen: Bool = false) throws(Refusal) {
        var (known, others) = ([String: String](), [String: String]())
        for (name, value) in request.query {
            if names.contains(name) { known[name] = value } else { others[name] = value }
        }
        if !isOpen, let unknown = others.keys.sorted().first {
            let words =
                names.isEmpty ? "there are none" : "there are \(names.sorted().joined(separator: ", "))"
            throw .badRequest("unknown parameter \(unknown); \(words)")
        }
        (self.known, self.others) = (known, others)
    }

    subscript(name: String) -> String? { known[name] }

    func choice<Value>(_ name: String, _ choices: [(String, Value)], usual: Value) throws(Refusal) -> Value {
        guard let text = known[name] else { return usual }
        guard let choice = choices.first(where: { $0.0 == text }) else {
            throw .badRequest("\(name) must be one of \(choices.map(\.0).joined(separator: ", "))")
        }
        return choice.1
    }

    func number(_ name: String, in range: ClosedRange<Int>) throws(Refusal) -> Int? {
        guard let text = known[name] else { return nil }
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            range.contains(number)
        else {
            throw .badRequest("\(name) has to be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
