/// Why a text is not a rule.
package struct FaultTextError: Error, Equatable {
    /// The expected text and its place, for a person.
    package let reason: String
}

extension SandboxFaultRule {
    /// Reads `FAULT[@ENDPOINT]=WHEN`, such as `reset-body@detail=0.01`, `503200:text=every:50` or
    /// `hang=10s-20s,max:3`.
    ///
    /// WHEN consists of terms separated by commas: a probability (`0.01`, `1%`), `always`, `at:7+9`,
    /// `every:50`, `10s-20s`, `numbers:1%` or `numbers:4790000001+4790000002`, `max:3`.
    package init(_ text: String) throws(FaultTextError) {
        let halves = text.split(separator: "=", maxSplits: 1)
        guard halves.count == 2 else { throw FaultTextError(reason: "a fault is FAULT=WHEN: \(text)") }
        let subject = halves[0].split(separator: "@", maxSplits: 1)
        self.init(try Self.fault(subject[0]), endpoint: try subject.dropFirst().first.map(Self.endpoint))
        for term in halves[1].split(separator: ",") { try add(term) }
    }

    private static func fault(_ text: Substring) throws(FaultTextError) -> SandboxFault {
        if let named = SandboxFault.withoutCode.first(where: { $0.name == text }) { return named }
        let parts = text.split(separator: ":", maxSplits: 1)
        let shape = parts.dropFirst().first.map { SandboxErrorShape(rawValue: String($0)) }
        guard let code = Int(parts[0]), (10_000...9_999_999).contains(code),
            (400...599).contains(ErrorBody.status(of: code)), shape == nil || shape != .some(nil)
        else {
            let known = SandboxFault.withoutCode.map(\.name).joined(separator: ", ")
            throw FaultTextError(reason: "no fault \(text): a code such as 503200, or one of \(known)")
        }
        return .code(code, shape: shape ?? nil)
    }

    private static func endpoint(_ text: Substring) throws(FaultTextError) -> SandboxEndpoint {
        guard let endpoint = SandboxEndpoint(rawValue: String(text)) else {
            let known = SandboxEndpoint.allCases.map(\.rawValue).joined(separator: ", ")
            throw FaultTextError(reason: "no endpoint \(text): one of \(known)")
        }
        return endpoint
    }

    private mutating func add(_ term: Substring) throws(FaultTextError) {
        let parts = term.split(separator: ":", maxSplits: 1)
        switch (parts[0], parts.dropFirst().first) {
        case ("always", nil): break
        case ("at", .some(let list)): at = Set(try Self.counts(list, in: term))
        case ("every", .some(let text)): every = try Self.count(text, in: term)
        case ("max", .some(let text)): limit = try Self.count(text, in: term)
        case ("numbers", .some(let text)): numbers = try Self.numbers(text, in: term)
        case (let text, nil):
            if let share = Self.share(text) {
                probability = share
            } else {
                during = try Self.span(text)
            }
        default: throw Self.unread(term)
        }
    }

    private static func unread(_ term: Substring) -> FaultTextError {
        FaultTextError(
            reason: "not read: \(term); a probability, always, at:7, every:50, 10s-20s, numbers:1% or max:3")
    }

    private static func count(_ text: Substring, in term: Substring) throws(FaultTextError) -> Int {
        guard let count = Int(text), count > 0 else { throw unread(term) }
        return count
    }

    private static func counts(_ list: Substring, in term: Substring) throws(FaultTextError) -> [Int] {
        var found: [Int] = []
        for text in list.split(separator: "+") { found.append(try count(text, in: term)) }
        if found.isEmpty { throw unread(term) }
        return found
    }

    private static func numbers(_ text: Substring, in term: Substring) throws(FaultTextError) -> Numbers {
        if let share = share(text) { return .share(share) }
        let listed = text.split(separator: "+").map { UInt64($0) }
        guard !listed.isEmpty, !listed.contains(nil) else { throw unread(term) }
        return .listed(Set(listed.compactMap { $0 }))
    }

    /// Reads `0.01` or `1%`; nil for anything else, and for more than 1.
    package static func share(_ text: Substring) -> Double? {
        let isPercent = text.hasSuffix("%")
        guard let number = Double(isPercent ? text.dropLast() : text) else { return nil }
        let share = isPercent ? number / 100 : number
        return (0...1).contains(share) ? share : nil
    }

    private static func span(_ text: Substring) throws(FaultTextError) -> Range<Duration> {
        let ends = text.split(separator: "-").compactMap(seconds)
        guard ends.count == 2, ends[0] < ends[1] else { throw unread(text) }
        return .seconds(ends[0])..<(.seconds(ends[1]))
    }

    private static func seconds(_ text: Substring) -> Double? {
        let units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)]
        guard let unit = units.first(where: { text.hasSuffix($0.0) }),
            let number = Double(text.dropLast(unit.0.utf8.count)), (0...1e9).contains(number)
        else { return nil }
        return number * unit.1
    }
}

extension SandboxFaultRule: CustomStringConvertible {
    /// The rule in the notation that `init(_:)` reads.
    package var description: String {
        let subject = endpoint.map { "\(faultText)@\($0.rawValue)" } ?? faultText
        return "\(subject)=\(terms.isEmpty ? "always" : terms.joined(separator: ","))"
    }

    private var faultText: String {
        if case .code(let code, .some(let shape)) = fault { return "\(code):\(shape.rawValue)" }
        return fault.name
    }

    private var terms: [String] {
        var terms: [String] = []
        if probability < 1 { terms.append("\(probability)") }
        if !at.isEmpty { terms.append("at:" + at.sorted().map(String.init).joined(separator: "+")) }
        if let every { terms.append("every:\(every)") }
        if let during {
            let ends = [during.lowerBound, during.upperBound].map { "\($0 / .seconds(1))s" }
            terms.append(ends.joined(separator: "-"))
        }
        switch numbers {
        case .listed(let list):
            terms.append("numbers:" + list.sorted().map(String.init).joined(separator: "+"))
        case .share(let share): terms.append("numbers:\(share * 100)%")
        case nil: break
        }
        if let limit { terms.append("max:\(limit)") }
        return terms
    }
}
