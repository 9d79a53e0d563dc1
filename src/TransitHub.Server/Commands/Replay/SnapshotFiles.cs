using System.Threading.Channels;
using TransitHub.Core.Alerting;
using TransitHub.Core.Feeds;
using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Commands.Replay;

/// <summary>Encodes snapshots and writes their files, on a thread of its own and in order.</summary>
/// <param name="folder">Where.</param>
/// <param name="publishAlerts">Whether the alerts that the hub would propose are in the alerts' files.</param>
internal sealed class SnapshotFiles(string folder, bool publishAlerts = false)
{
    /// <summary>Snapshots that may wait: what did not change is shared between them, so they are small.</summary>
    private const int Waiting = 4;

    private static readonly (FeedKind Kind, string Name)[] Kinds =
    [
        (FeedKind.VehiclePositions, "vehicle-positions"),
        (FeedKind.TripUpdates, "trip-updates"),
        (FeedKind.Alerts, "alerts"),
    ];

    private readonly FeedSetEncoder encoder = new(new FeedOptions { RefreshSeconds = 1, MinIntervalSeconds = 1 });
    private readonly AlertWatch watch = new(new AlertOptions().WithPolicy(publishAlerts ? AlertPolicy.Publish : AlertPolicy.Off));
    private readonly AlertBoard board = new(new AlertOptions().WithPolicy(AlertPolicy.Publish));
    private readonly HashSet<TripInstance> runs = [];
    private readonly Channel<HubSnapshot> channel = Channel.CreateBounded<HubSnapshot>(
        new BoundedChannelOptions(Waiting) { SingleReader = true, SingleWriter = true });

    /// <summary>Snapshots written.</summary>
    public int Written { get; private set; }

    /// <summary>Runs that a vehicle served in some snapshot.</summary>
    public int Runs => this.runs.Count;

    /// <summary>Predicted stops in all snapshots together.</summary>
    public long Predictions { get; private set; }

    /// <summary>Bytes written.</summary>
    public long Bytes { get; private set; }

    /// <summary>Where the snapshots go in.</summary>
    public ChannelWriter<HubSnapshot> Snapshots => this.channel.Writer;

    /// <summary>Makes the folder and takes away what an earlier replay wrote there; files of other names stay.</summary>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public static void Prepare(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string path in Directory.GetFiles(folder))
        {
            string name = Path.GetFileName(path);
            if (name is ReplaySummary.FileName or RejectionsFile.FileName or RejectedRecordsFile.FileName || Kinds.Any(k => IsSnapshot(name, k.Name)))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Writes until the snapshots end.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (HubSnapshot snapshot in this.channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                this.Write(snapshot);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Seen by the writer's end at its next snapshot, and by whoever awaits this task.
            this.channel.Writer.TryComplete(exception);
            throw;
        }
    }

    private static bool IsSnapshot(string name, string kind) =>
        name.StartsWith(kind + "-", StringComparison.Ordinal) && name.EndsWith(".pb", StringComparison.Ordinal)
        && name.AsSpan(kind.Length + 1, name.Length - kind.Length - 4).ContainsAnyExceptInRange('0', '9') is false;

    private void Write(HubSnapshot snapshot)
    {
        this.watch.Observe(snapshot);
        FeedSet feeds = this.encoder.Encode(snapshot, this.board.Tell(AlertBook.Empty, this.watch.Episodes, snapshot.UpstreamAlerts, snapshot.CreatedAt.UnixSeconds), snapshot.CreatedAt);
        foreach ((FeedKind kind, string name) in Kinds)
        {
            ReadOnlySpan<byte> bytes = feeds.Get(kind).Protobuf.Bytes.Span;
            File.WriteAllBytes(Path.Combine(folder, $"{name}-{snapshot.CreatedAt.UnixSeconds}.pb"), bytes);
            this.Bytes += bytes.Length;
        }

        this.Written++;
        foreach (TripSnapshot trip in snapshot.Trips)
        {
            if (trip.IsCurrent)
            {
                this.runs.Add(trip.Trip);
            }

            foreach (StopPrediction stop in trip.Stops)
            {
                this.Predictions += stop.Passed ? 0 : 1;
            }
        }
    }
}
