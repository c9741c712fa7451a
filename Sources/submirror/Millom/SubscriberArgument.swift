import ArgumentParser
import MirrorCore

/// A subscriber on the command line: a number, or an id with its type.
struct SubscriberArgument: ExpressibleByArgument, Sendable {
    /// Nil if the text is invalid; the text is not kept, as it may be somebody's number.
    private let named: (keyType: MillomSubscriber.KeyType, id: String)?

    init(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, let keyType = MillomSubscriber.KeyType(rawValue: parts[0].uppercased()),
            keyType != .msisdn
        {
            named = (keyType, String(parts[1]))
        } else {
            let number = parts.first?.uppercased() == "MSISDN" ? parts.last.map(String.init) : argument
            named = number.flatMap(Msisdn.read).map { (.msisdn, $0.digits) }
        }
    }

    static let help: ArgumentHelp = "A number, or the type of an id and the id, such as CPID:a+b/c==,47001."

    /// The subscriber at an operator.
    ///
    /// - Throws: `ValidationError` if the text is invalid.
    func subscriber(at name: String) throws -> MillomSubscriber {
        guard let named, let subscriber = MillomSubscriber(named.keyType, named.id, operator: name) else {
            throw ValidationError(
                "not a subscriber: write a number with its country code, such as 47 900 00 001, or CPID: or OPET: "
                    + "and the id")
        }
        return subscriber
    }

    /// - Throws: `ValidationError` if the text is invalid.
    func check() throws { _ = try subscriber(at: "") }
}
