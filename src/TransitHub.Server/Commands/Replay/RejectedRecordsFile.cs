using System.Globalization;
using TransitHub.Core.Observations;

namespace TransitHub.Server.Commands.Replay;

/// <summary>
/// rejected-records.csv: the first refused or unmatched records of each reason, in the recording's order. Columns
/// <c>place</c> (line, file number or log sequence), <c>received_unix</c>, <c>stage</c>, <c>reason</c>, <c>vehicle_id</c>
/// (of an undecodable message as much of its topic as was read), <c>trip_id</c>, <c>detail</c>.
/// </summary>
internal sealed class RejectedRecordsFile : IDisposable
{
    public const string FileName = "rejected-records.csv";
    private readonly StreamWriter writer;
    private readonly int most;
    private readonly int[] listed = new int[RejectionReasonText.Count];

    /// <summary>Makes the file.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="listedPerReason">Records listed for each reason; further ones are only counted.</param>
    public RejectedRecordsFile(string folder, int listedPerReason)
    {
        this.most = listedPerReason;
        this.writer = new StreamWriter(Path.Combine(folder, FileName));
        CsvText.WriteRow(this.writer, "place", "received_unix", "stage", "reason", "vehicle_id", "trip_id", "detail");
    }

    /// <summary>Lists the record, if its reason has room left.</summary>
    public void Add(in ReplayRecord record, RejectionReason reason, string vehicle, string? trip, string detail)
    {
        if (this.listed[(int)reason] >= this.most)
        {
            return;
        }

        this.listed[(int)reason]++;
        CsvText.WriteRow(
            this.writer,
            record.Place.ToString(CultureInfo.InvariantCulture),
            (record.ReceivedAt.UnixMilliseconds / 1000m).ToString(CultureInfo.InvariantCulture),
            reason.Stage(),
            reason.Name(),
            vehicle,
            trip ?? string.Empty,
            detail);
    }

    /// <inheritdoc/>
    public void Dispose() => this.writer.Dispose();
}
