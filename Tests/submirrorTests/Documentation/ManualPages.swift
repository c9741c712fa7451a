import ArgumentParser
import Foundation
import MirrorCore
import Testing

@testable import submirror

/// The man pages, made from the commands' descriptions and from the pages below `docs`.
enum ManualPages {
    /// A command as ArgumentParser describes it.
    private struct Command: Decodable {
        let commandName: String
        let abstract: String?
        let discussion: String?
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    private struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let kind: String
        let shouldDisplay: Bool
        let names: [Name]?
        let valueName: String?
        let defaultValue: String?
        let abstract: String?
        let discussion: String?

        /// As it is typed: `--format <format>`.
        var spelling: String {
            let options = (names ?? []).map { ($0.kind == "long" ? "--" : "-") + $0.name }
            let value = kind == "flag" ? "" : "<\(valueName ?? "value")>"
            return (options.joined(separator: ", ") + " " + value)
                .trimmingCharacters(in: .whitespaces)
        }

        var explanation: String {
            let otherwise = defaultValue.map { " (default: \($0))" } ?? ""
            return [abstract, discussion].compactMap(\.self).joined(separator: " ") + otherwise
        }
    }

    private struct Tool: Decodable { let command: Command }

    /// submirror(1).
    static func commands() throws -> String {
        let root = try JSONDecoder().decode(Tool.self, from: Data(Submirror._dumpHelp().utf8)).command
        var page = Roff(
            name: "submirror", section: 1, version: ProgramVersion.text,
            summary: "mirror mobile subscriptions into SQLite")
        page.heading("Synopsis")
        page.paragraph("`submirror` <command> [<options>]")
        page.heading("Description")
        page.paragraph(root.abstract ?? "")
        page.markdown(try section("Common to all commands", of: "docs/commands.md"))
        page.heading("Commands")
        for command in root.subcommands ?? [] where command.commandName != "help" {
            write(command, path: ["submirror"], into: &page)
        }
        page.heading("Output")
        page.markdown(try section("Output", of: "docs/commands.md"))
        page.heading("Exit status")
        page.markdown(try section("By exit code", of: "docs/troubleshooting.md"))
        page.heading("See also")
        page.paragraph("`submirror-config`(5), `sqlite3`(1), `systemd.timer`(5)")
        return page.text
    }

    /// submirror-config(5).
    static func configuration() throws -> String {
        var page = Roff(
            name: "submirror-config", section: 5, version: ProgramVersion.text,
            summary: "the settings of submirror")
        page.heading("Synopsis")
        page.code(["$XDG_CONFIG_HOME/submirror/config.yaml", "/etc/submirror/config.yaml"])
        page.heading("Description")
        let text = try Documentation.page("docs/configuration.md").text
        page.markdown(String(text.trimmingPrefix("# Configuration\n")))
        page.heading("See also")
        page.paragraph("`submirror`(1)")
        return page.text
    }

    private static func write(_ command: Command, path: [String], into page: inout Roff) {
        let path = path + [command.commandName]
        page.subheading(path.joined(separator: " "))
        page.paragraph(command.abstract ?? "")
        for paragraph in (command.discussion ?? "").components(separatedBy: "\n\n") where !paragraph.isEmpty {
            let lines = paragraph.split(separator: "\n").map(String.init)
            // Examples begin with a command or a request.
            if lines.contains(where: { ["submirror ", "curl ", "GET "].contains(where: $0.hasPrefix) }) {
                page.code(lines)
            } else {
                page.paragraph(lines.joined(separator: " "))
            }
        }
        for argument in command.arguments ?? [] where argument.shouldDisplay && !isCommon(argument) {
            page.term(argument.spelling, argument.explanation)
        }
        for below in command.subcommands ?? [] where below.commandName != "help" {
            write(below, path: path, into: &page)
        }
    }

    /// Explained once for all commands.
    private static func isCommon(_ argument: Argument) -> Bool {
        let names = (argument.names ?? []).map(\.name)
        return !Set(names).isDisjoint(with: ["config", "state-directory", "quiet", "version", "help"])
    }

    private static func section(_ title: String, of path: String) throws -> String {
        let sections = try Documentation.page(path).text.components(separatedBy: "\n## ")
        let section = try #require(sections.first { $0.hasPrefix(title + "\n") })
        return String(section.dropFirst(title.count + 1))
    }
}
