import Foundation
import Logging
import MirrorCore

/// Writes log lines to the console: as text for people, as JSON for programs.
struct ConsoleLogHandler: LogHandler {
    let console: Console
    let isJSON: Bool
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let time = console.time.now().formatted(.iso8601)
        console.say(
            isJSON
                ? json(event, time: time, metadata: all)
                : text(event, time: time, metadata: all),
            level: event.level)
    }

    private func text(_ event: LogEvent, time: String, metadata: Logger.Metadata) -> String {
        let facts = metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return ([time, event.level.rawValue, "\(event.message)"] + facts).joined(separator: " ")
    }

    private func json(_ event: LogEvent, time: String, metadata: Logger.Metadata) -> String {
        var fields = metadata.mapValues(LogValue.init)
        fields["time"] = .text(time)
        fields["level"] = .text(event.level.rawValue)
        fields["message"] = .text("\(event.message)")
        return JSONText.of(fields)
    }
}

/// A log line's metadata value; a number stays a number.
private enum LogValue: Encodable {
    case number(Int64)
    case text(String)

    init(_ value: Logger.MetadataValue) {
        if case .stringConvertible(let value) = value, let number = value as? any BinaryInteger {
            self = .number(Int64(clamping: number))
        } else {
            self = .text("\(value)")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .number(let number): try container.encode(number)
        case .text(let text): try container.encode(text)
        }
    }
}
