import ArgumentParser
import MirrorCore

/// Checks commands' names before the parser does.
///
/// The parser calls a misspelt command an unexpected argument, and exits 0 after `help` for it.
enum CommandNames {
    /// - Parameter arguments: without the program's name.
    /// - Throws: ``CommandFailure`` about an unknown command.
    static func check(_ arguments: [String]) throws {
        var rest = arguments[...]
        let isHelp = rest.first == help
        if isHelp { rest.removeFirst() }
        var path = "submirror"
        var command: any ParsableCommand.Type = Submirror.self
        while let name = rest.popFirst(), !name.hasPrefix("-") {
            let known = command.configuration.subcommands
            guard isHelp || !known.isEmpty else { return }
            guard let next = known.first(where: { $0._commandName == name }) else {
                // `submirror help` itself, or its help.
                if path == "submirror", name == help { return }
                // An argument of the default subcommand: `audit invoice.csv`.
                if !isHelp, command.configuration.defaultSubcommand != nil { return }
                let hint = Spelling.hint(
                    for: name, among: known.map { $0._commandName }, otherwise: ": see \(path) --help")
                throw CommandFailure(kind: .usage, message: "\(path) has no command \(name)\(hint)")
            }
            command = next
            path += " " + name
        }
    }

    private static let help = "help"
}
