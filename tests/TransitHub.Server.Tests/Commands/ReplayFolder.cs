using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using TransitHub.Protocol.GtfsRealtime;
using TransitHub.Testing.Gtfs;

namespace TransitHub.Server.Tests.Commands;

/// <summary>A folder of its own for one test: a small feed, recordings, and what replays wrote.</summary>
internal sealed class ReplayFolder : IDisposable
{
    public const string Header = "received_unix,measured_unix,vehicle_id,trip_id,lat,lon\n";

    /// <summary>2026-03-02 08:00:00 in Bangkok, when trip T of <see cref="FeedText.TwoStops"/> leaves.</summary>
    public const long Departure = 1_772_413_200;

    public ReplayFolder()
    {
        using MemoryStream zip = FeedText.TwoStops().ToZip();
        this.Gtfs = this.Write("gtfs.zip", zip.ToArray());
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("transithub-replay-").FullName;

    public string Gtfs { get; }

    /// <summary>A bus that runs trip T from stop A to stop B in five minutes, a fix every 10 s; no duplicates, nothing wrong.</summary>
    public static string RunOfT()
    {
        StringBuilder text = new(Header);
        for (int i = 0; i <= 30; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Departure + (i * 10) + 2},{Departure + (i * 10)},bus-1,T,{13.70 + (0.01 * i / 30):F6},100.50\n");
        }

        return text.ToString();
    }

    public string In(string name) => System.IO.Path.Combine(this.Path, name);

    public string Write(string name, string text) => this.Write(name, Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this.In(name), bytes);
        return this.In(name);
    }

    public static byte[] Gzip(string text)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return bytes.ToArray();
    }

    public Task<CommandRun> Replay(string input, string format = "positions-csv", string outFolder = "out", params string[] more) =>
        CommandRun.Of(["replay", "--feed", "f", "--gtfs", this.Gtfs, "--input", input, "--format", format, "--out", this.In(outFolder), .. more]);

    public JsonNode Summary(string outFolder = "out") => JsonNode.Parse(File.ReadAllText(this.In(System.IO.Path.Combine(outFolder, "summary.json"))))!;

    public FeedMessage Feed(string kind, long unix, string outFolder = "out") =>
        FeedMessage.Parser.ParseFrom(File.ReadAllBytes(this.In(System.IO.Path.Combine(outFolder, $"{kind}-{unix}.pb"))));

    /// <summary>The times of the snapshots of a kind.</summary>
    public IEnumerable<long> Snapshots(string kind, string outFolder = "out") =>
        Directory.GetFiles(this.In(outFolder), kind + "-*.pb")
            .Select(path => long.Parse(System.IO.Path.GetFileNameWithoutExtension(path)[(kind.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture))
            .Order();

    /// <summary>One hash of all names and bytes of a folder.</summary>
    public string Hash(string outFolder)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in Directory.GetFiles(this.In(outFolder)).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(System.IO.Path.GetFileName(path)));
            hash.AppendData(File.ReadAllBytes(path));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose() => Directory.Delete(this.Path, recursive: true);
}
