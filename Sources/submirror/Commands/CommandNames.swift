import ArgumentParser
import MirrorCore

/// The names of the commands, looked at before the parser, which calls a misspelt one an unexpected argument and answers
/// `help` for it with 0.
enum CommandNames {
    /// - Parameter arguments: without the program's name.
    /// - Throws: ``Complaint`` about a command that there is none of.
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
                // `submirror help` itself, and its help.
                if path == "submirror", name == help { return }
                // An argument of the command that stands for itself: `audit invoice.csv`.
                if !isHelp, command.configuration.defaultSubcommand != nil { return }
                let hint = Spelling.hint(
                    for: name, among: known.map { $0._commandName }, otherwise: ": see \(path) --help")
                throw Complaint(kind: .usage, message: "\(path) has no command \(name)\(hint)")
            }
            command = next
            path += " " + name
        }
    }

    private static let help = "help"
}
