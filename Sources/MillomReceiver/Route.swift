/// The receiver's routes.
enum Route: Equatable {
    case health
    case token
    /// For refreshable offers.
    case offers
    /// For an event; `operator` is the name in the path.
    case event(operator: String)
    case callback

    /// Nil for an unknown path.
    init?(path: some StringProtocol, prefix: String) {
        switch path {
        case "/healthz": self = .health
        case "/oauth/token": self = .token
        default:
            guard path.hasPrefix(prefix + "/") else { return nil }
            let rest = path.dropFirst(prefix.count + 1)
            let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
            switch parts.count {
            case 1 where parts[0] == "notification": self = .offers
            // The specification's path ends in a slash.
            case 1 where parts[0] == "callback", 2 where parts[0] == "callback" && parts[1].isEmpty:
                self = .callback
            case 3 where parts[1] == "v1" && parts[2] == "single":
                guard let name = FormText.decoded(parts[0]), Self.isOperator(name) else { return nil }
                self = .event(operator: name)
            default: return nil
            }
        }
    }

    private static func isOperator(_ name: String) -> Bool {
        name.utf8.count <= 64 && ReceivedBodyReader.isID(name) && !name.contains("/")
    }

    /// The only allowed method.
    var method: String { self == .health ? "GET" : "POST" }
}
