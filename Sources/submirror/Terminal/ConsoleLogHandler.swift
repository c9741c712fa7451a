import Foundation
import Logging

/// Writes log lines to the console: for people as text, for programs as JSON.
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
        let time = Date().formatted(.iso8601)
        console.say(
            isJSON
                ? json(event, time: time, metadata: all)
                : text(event, time: time, metadata: all))
    }

    private func text(_ event: LogEvent, time: String, metadata: Logger.Metadata) -> String {
        let facts = metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return ([time, event.level.rawValue, "\(event.message)"] + facts).joined(separator: " ")
    }

    private func json(_ event: LogEvent, time: String, metadata: Logger.Metadata) -> String {
        var fields = metadata.mapValues { "\($0)" }
        fields["time"] = time
        fields["level"] = event.level.rawValue
        fields["message"] = "\(event.message)"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Text by text to text cannot fail; a log line is not worth a crash if it does.
        let data = (try? encoder.encode(fields)) ?? Data()
        return String(decoding: data, as: UTF8.self)
    }
}
