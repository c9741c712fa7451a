/// Requests since the start or the last reset, by endpoint and by answer.
package struct SandboxStatistics: Sendable, Equatable {
    /// Counts by endpoint, then by the error's code (`42901`), the HTTP status if there is none (`200`), or 0
    /// if there was no answer.
    package private(set) var requests: [SandboxEndpoint: [Int: Int]] = [:]

    /// Requests that met a fault of a rule, by the fault's name.
    package private(set) var faults: [String: Int] = [:]

    /// All requests.
    package var total: Int { requests.values.reduce(0) { $0 + $1.values.reduce(0, +) } }

    /// All requests to `endpoint`.
    package func count(of endpoint: SandboxEndpoint) -> Int {
        requests[endpoint, default: [:]].values.reduce(0, +)
    }

    /// Requests to `endpoint` that were answered with `code`.
    package func count(of endpoint: SandboxEndpoint, code: Int) -> Int {
        requests[endpoint, default: [:]][code, default: 0]
    }

    /// Requests to any endpoint that were answered with `code`.
    package func count(code: Int) -> Int {
        requests.values.reduce(0) { $0 + $1[code, default: 0] }
    }

    /// Requests that met `fault`, in any shape.
    package func count(of fault: SandboxFault) -> Int { faults[fault.name, default: 0] }

    mutating func add(_ endpoint: SandboxEndpoint, code: Int, fault: SandboxFault? = nil) {
        requests[endpoint, default: [:]][code, default: 0] += 1
        if let fault { faults[fault.name, default: 0] += 1 }
    }
}
