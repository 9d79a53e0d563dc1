using System.Globalization;
using System.IO.Compression;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Testing;

namespace TransitHub.Core.Tests.Observations;

/// <summary>What real cities sent must pass nearly whole.</summary>
public sealed class RecordedCitiesTests
{
    private static readonly string[] Wanted = ["received_unix", "measured_unix", "vehicle_id", "lat", "lon"];

    [Theory]
    [InlineData("auckland-2019-08-13/positions-0500-1700.csv.gz", 0.999)]
    [InlineData("wmata-2026-02-16/positions.csv.gz", 1.0)]
    [InlineData("capmetro/positions-2015-06-07.csv.gz", 0.999)]
    public void Nearly_all_of_a_real_city_passes(string recording, double share)
    {
        Assert.SkipUnless(SharedData.Has(recording), SharedData.SkipReason);
        var gate = new ObservationGate(new GateOptions(), null);
        var ledger = new RejectionLedger();
        int total = 0;
        foreach (AvlReport report in Read(SharedData.Path(recording)).Take(100_000))
        {
            total++;
            ledger.Count(gate.Check(report).Reason);
        }

        Assert.True(total > 10_000);
        Assert.True(ledger.CountOf(RejectionReason.None) >= share * total, string.Join(", ", ledger.List()));
    }

    private static IEnumerable<AvlReport> Read(string path)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        string[] columns = lines.ReadLine()!.Split(',');
        int[] wanted = [.. Wanted.Select(c => Array.IndexOf(columns, c))];
        while (lines.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            yield return new AvlReport
            {
                ReceivedAt = Timestamp.FromUnixSeconds(Number(0)),
                MeasuredAt = Timestamp.FromUnixSeconds(Number(1)),
                Device = DeviceId.Parse(cells[wanted[2]]),
                Latitude = Number(3),
                Longitude = Number(4),
            };

            double Number(int i) => double.Parse(cells[wanted[i]], CultureInfo.InvariantCulture);
        }
    }
}
