using System.Globalization;
using TransitHub.Core.Observations;

namespace TransitHub.Server.Commands.Replay;

/// <summary>
/// rejections.csv: how many records left the road where and why. Columns <c>stage</c> (decode, gate: refused; match:
/// accepted, but left without a trip), <c>reason</c>, <c>count</c>; in the order of the flow.
/// </summary>
internal static class RejectionsFile
{
    public const string FileName = "rejections.csv";

    /// <summary>Writes the file.</summary>
    public static void Write(string folder, RejectionLedger ledger)
    {
        using var writer = new StreamWriter(Path.Combine(folder, FileName));
        CsvText.WriteRow(writer, "stage", "reason", "count");
        foreach ((RejectionReason reason, long count) in ledger.List())
        {
            CsvText.WriteRow(writer, reason.Stage(), reason.Name(), count.ToString(CultureInfo.InvariantCulture));
        }
    }
}
