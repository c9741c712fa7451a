import Foundation

/// The requests that runs have sent to one API since the mirror began, and their outcomes: counts that only
/// grow.
///
/// A run that is killed may leave out some of its own.
package struct Traffic: Sendable, Equatable, Codable {
    /// Requests by purpose, then by outcome.
    package var requests: [String: [String: Int]]
    /// Refusals by kind: `quota`, `spike_arrest`, `token`.
    package var refusals: [String: Int]
    /// Requests sent again after a fault.
    package var retries: Int

    package init(
        requests: [String: [String: Int]] = [:], refusals: [String: Int] = [:], retries: Int = 0
    ) {
        self.requests = requests
        self.refusals = refusals
        self.retries = retries
    }

    /// The sum of both.
    package static func + (left: Traffic, right: Traffic) -> Traffic {
        Traffic(
            requests: left.requests.merging(right.requests) { $0.merging($1, uniquingKeysWith: +) },
            refusals: left.refusals.merging(right.refusals, uniquingKeysWith: +),
            retries: left.retries + right.retries)
    }
}

extension Traffic: FactValue {
    package var factText: String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        // Whole numbers can always be encoded; a text that cannot be read counts as an absent fact.
        return (try? encoder.encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    package init?(factText: String) {
        guard let traffic = try? JSONDecoder().decode(Self.self, from: Data(factText.utf8)),
            traffic.isPlausible
        else { return nil }
        self = traffic
    }

    /// Whether sums of it cannot overflow.
    private var isPlausible: Bool {
        let counts = requests.values.flatMap(\.values) + refusals.values + [retries]
        return counts.allSatisfy { (0...1 << 52).contains($0) }
    }
}

extension Fact where Value == Traffic {
    package static var traffic: Self { Self(.telenor, "traffic") }
    /// The traffic to Millom's API.
    package static var millomTraffic: Self { Self(.millom, "traffic") }
}
