/// Figures of one kind for a monitoring system, with their name, their unit and what to do about them.
package struct MetricFamily: Sendable, Equatable {
    /// How a figure moves.
    package enum Kind: String, Sendable {
        case gauge
        /// Only grows.
        case counter
        /// A count and a sum.
        case summary
    }

    /// One figure; a summary has two for each set of labels.
    package struct Sample: Sendable, Equatable {
        /// What follows the family's name: `_total`, `_sum`, `_count` or nothing.
        package let suffix: String
        package let labels: [Label]
        package let value: Double
    }

    /// A fact by which figures are told apart.
    package struct Label: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    /// As OpenMetrics has it, so that a counter's has no `_total`.
    package let name: String
    package let kind: Kind
    /// The unit, which the name ends in; nil for a number of things.
    package let unit: String?
    /// What it is, and what to do where it is not as it should be.
    package let help: String
    package private(set) var samples: [Sample] = []

    init(_ name: String, _ kind: Kind, unit: String? = nil, _ help: String) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.help = help
    }

    /// Adds a figure; one that is not known is left out.
    mutating func add(_ value: Double?, _ labels: KeyValuePairs<String, String> = [:], suffix: String? = nil)
    {
        guard let value else { return }
        samples.append(
            Sample(
                suffix: suffix ?? usualSuffix, labels: labels.map { Label(name: $0.key, value: $0.value) },
                value: value))
    }

    mutating func add(_ value: Int?, _ labels: KeyValuePairs<String, String> = [:], suffix: String? = nil) {
        add(value.map(Double.init), labels, suffix: suffix)
    }

    private var usualSuffix: String {
        switch kind {
        case .gauge, .summary: ""
        case .counter: "_total"
        }
    }
}
