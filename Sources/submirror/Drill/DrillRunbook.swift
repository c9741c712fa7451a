import Foundation

/// The drills as the page `docs/drills.md`.
enum DrillRunbook {
    /// The whole page.
    static func markdown(_ drills: [Drill]) -> String {
        ([introduction, contents(drills)] + drills.map(section)).joined(separator: "\n")
    }

    private static let introduction = """
        # Drills: the runbook

        What goes wrong sooner or later, how it shows, and what to do. `submirror drill NAME` rehearses it on a copy of your
        mirror, or on an invented one, against the simulated API, with the commands that you would use; it ends with 0 when
        all went as this page says, and with 65 when something did not. `submirror drill --list` lists the drills,
        `submirror drill --all` plays them all.

        In the lines below, `…` stands for what differs from run to run. A line of the journal is one that `sync` writes on
        standard error: `journalctl -u submirror` has them.

        This page is made from the texts of the drills: change those in `Sources/submirror/Drill/texts`, then run
        `SUBMIRROR_RECORD_GOLDENS=1 swift test --filter DrillTextTests`.

        """

    private static func contents(_ drills: [Drill]) -> String {
        let rows = drills.map { drill in
            let codes = Set(
                drill.steps.filter { $0.run?.hasPrefix("sync") == true && $0.exit != 0 }.map(\.exit))
            let shown = codes.isEmpty ? "0" : codes.sorted().map(String.init).joined(separator: ", ")
            return "| [\(drill.title)](#\(drill.name)) | \(drill.symptom) | \(shown) |\n"
        }
        return "| what happens | what you notice | exit code of `sync` |\n|---|---|---|\n" + rows.joined()
    }

    private static func section(_ drill: Drill) -> String {
        let settings = drill.settings.map { "`\($0.key.rawValue)` \($0.value)" }.sorted()
        let note =
            settings.isEmpty ? "" : "\nRehearsed with \(settings.joined(separator: ", ")) to be quick.\n"
        return """
            ## \(drill.name)

            **\(drill.title).** \(drill.symptom)
            \(note)
            \(drill.steps.map(paragraph).joined(separator: "\n"))
            **What to do**

            \(drill.advice.map { "- \($0)\n" }.joined())
            """
    }

    private static func paragraph(_ step: DrillStep) -> String {
        var text = step.says.map { $0 + "\n" } ?? ""
        guard let command = step.run else { return text }
        if !text.isEmpty { text += "\n" }
        let lines = ["$ submirror \(command)"] + step.shows.map { LinePattern.numbered($0) }
        text += "```text\n\(lines.map { $0 + "\n" }.joined())```\n\n"
        return text + "Exit code \(step.exit): \(step.words(for: step.exit)).\n"
    }
}
