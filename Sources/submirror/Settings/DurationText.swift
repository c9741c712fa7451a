/// Durations in a person's notation: `300s`, `10m`, `2h`, `7d`, `80ms`.
enum DurationText {
    /// A hundred years, which overflows no calendar and no clock.
    private static let ceiling = Duration.seconds(36_525 * 86_400)

    /// Parses a duration; nil for anything else, including negative ones and those above a hundred years.
    static func duration(_ text: String) -> Duration? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int64(digits), number <= 10_000_000_000_000 else { return nil }
        return duration(number, unit: text.dropFirst(digits.count)).flatMap { $0 <= ceiling ? $0 : nil }
    }

    private static func duration(_ number: Int64, unit: Substring) -> Duration? {
        switch unit {
        case "ms": return .milliseconds(number)
        case "s": return .seconds(number)
        case "m": return .seconds(number * 60)
        case "h": return .seconds(number * 3600)
        case "d": return .seconds(number * 86_400)
        default: return nil
        }
    }

    /// A duration for a person: `45 s`, `12 min`, `3 h 20 min`, `2 d 4 h`.
    static func text(_ duration: Duration) -> String {
        let seconds = duration.components.seconds
        switch seconds {
        case ..<120: return "\(seconds) s"
        case ..<7200: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3600) h \(seconds % 3600 / 60) min"
        default: return "\(seconds / 86_400) d \(seconds % 86_400 / 3600) h"
        }
    }
}
