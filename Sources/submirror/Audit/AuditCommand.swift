import ArgumentParser

struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Check an invoice, a list of employees or of devices against the mirror.",
        discussion: """
            Reads csv and xlsx; detects separator, encoding, header and decimal separator. The audit is stored, so that the
            next month's audit shows what is new, what was settled, and what has been open since when.

            submirror audit invoice.csv --number-column Mobilnr --map Kostnadssted=cost_centre,Beløp=amount
            submirror audit october.xlsx --rules invoice.yaml --period 2026-10 --output october-audit.xlsx
            submirror audit list
            submirror audit show invoice --result differing
            submirror audit diff invoice
            submirror report allocation --of invoice --format csv-excel --output journal.csv
            """,
        subcommands: [
            AuditFileCommand.self, AuditListCommand.self, AuditShowCommand.self, AuditDiffCommand.self,
            AuditDropCommand.self,
        ],
        defaultSubcommand: AuditFileCommand.self)
}
