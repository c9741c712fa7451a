import ArgumentParser

@testable import submirror

/// The help of all commands as Markdown.
enum CommandPages {
    static var markdown: String {
        section(of: Submirror.self, path: ["submirror"])
            + Submirror.configuration.subcommands.map { sections(of: $0, path: ["submirror"]) }.joined()
    }

    /// A command and those below it.
    private static func sections(of command: any ParsableCommand.Type, path: [String]) -> String {
        let path = path + [command._commandName]
        return section(of: command, path: path)
            + command.configuration.subcommands.map { sections(of: $0, path: path) }.joined()
    }

    private static func section(of command: any ParsableCommand.Type, path: [String]) -> String {
        let help = Submirror.helpMessage(for: command, columns: 100)
        let lines = help.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            String(line.reversed().drop { $0 == " " }.reversed())
        }
        let text = lines.joined(separator: "\n")
        return """
            \(path.count > 2 ? "####" : "###") \(path.joined(separator: " "))

            ```text
            \(text.trimmingSuffix { $0.isNewline })
            ```


            """
    }
}

extension String {
    fileprivate func trimmingSuffix(while isCut: (Character) -> Bool) -> String {
        String(reversed().drop(while: isCut).reversed())
    }
}
