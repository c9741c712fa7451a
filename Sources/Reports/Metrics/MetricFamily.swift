/// Samples of one metric for a monitoring system, with its name, its unit and what to do about it.
package struct MetricFamily: Sendable, Equatable {
    /// The metric's OpenMetrics type.
    package enum Kind: String, Sendable {
        case gauge
        /// Only increases.
        case counter
        /// A count and a sum.
        case summary
    }

    /// One sample; a summary has two for each set of labels.
    package struct Sample: Sendable, Equatable {
        /// The suffix after the family's name: `_total`, `_sum`, `_count` or nothing.
        package let suffix: String
        package let labels: [Label]
        package let value: Double
    }

    /// A label that distinguishes samples.
    package struct Label: Sendable, Equatable {
        package let name: String
        package let value: String
    }

    /// In OpenMetrics form: a counter's name has no `_total`.
    package let name: String
    package let kind: Kind
    /// The unit, with which the name ends; nil for counts.
    package let unit: String?
    /// The metric's meaning, and the remedy if it looks wrong.
    package let help: String
    package private(set) var samples: [Sample] = []

    init(_ name: String, _ kind: Kind, unit: String? = nil, _ help: String) {
        self.name = name
        self.kind = kind
        self.unit = unit
        self.help = help
    }

    /// Adds a sample; an unknown value is omitted.
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
