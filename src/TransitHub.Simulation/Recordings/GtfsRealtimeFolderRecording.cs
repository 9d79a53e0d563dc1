using Google.Protobuf;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Core.Upstream;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Simulation.Recordings;

/// <summary>
/// Reads <c>gtfsrt-dir</c>: the <c>.pb</c> files of a folder in the order of their names, each a FeedMessage whose
/// header's timestamp is the time of receipt. Every VehiclePosition is a report, every TripUpdate what another agency foretells, as
/// from a feed that the hub polls; files whose names differ in digits alone are one feed.
/// </summary>
internal sealed class GtfsRealtimeFolderRecording : Recording
{
    /// <summary>Largest file, bytes: a country's vehicles several times over.</summary>
    private const int MaxFileBytes = 1 << 28;

    private readonly string[] files;
    private readonly Queue<RecordedItem> waiting = new();
    private readonly Dictionary<string, UpstreamFeed> feeds = new(StringComparer.Ordinal);
    private int next;

    private GtfsRealtimeFolderRecording(string path, string[] files)
        : base(path, RecordingFormat.GtfsRealtimeFolder) => this.files = files;

    /// <inheritdoc/>
    public override double? ShareRead => (double)Volatile.Read(ref this.next) / this.files.Length;

    /// <inheritdoc/>
    private protected override string NothingFound => "no file in it has a VehiclePosition or a TripUpdate.";

    /// <summary>Lists the folder.</summary>
    public static GtfsRealtimeFolderRecording Open(string path)
    {
        try
        {
            string[] files = Directory.GetFiles(path, "*.pb");
            Array.Sort(files, string.CompareOrdinal);
            return files.Length > 0
                ? new GtfsRealtimeFolderRecording(path, files)
                : throw RecordingException.Unusable($"{path} has no .pb file: gtfsrt-dir reads a folder of GTFS-Realtime .pb files.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordingException.WrongUse($"{path} cannot be listed: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    private protected override bool TryReadNext(out RecordedItem item)
    {
        while (!this.waiting.TryDequeue(out item))
        {
            if (this.next == this.files.Length)
            {
                return false;
            }

            string file = this.files[this.next];
            Volatile.Write(ref this.next, this.next + 1);
            this.ReadFile(file, this.next);
        }

        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
    }

    private void ReadFile(string path, int place)
    {
        string name = System.IO.Path.GetFileName(path);
        try
        {
            if (new FileInfo(path).Length > MaxFileBytes)
            {
                this.Refuse(place, RejectionReason.PayloadTooLarge, $"{name} is larger than {MaxFileBytes} bytes");
                return;
            }

            FeedMessage message = FeedMessage.Parser.ParseFrom(File.ReadAllBytes(path));
            if (message.Header is null or { Timestamp: 0 })
            {
                this.Refuse(place, RejectionReason.MissingField, $"{name} has no header timestamp");
                return;
            }

            this.Add(message, place, name);
        }
        catch (InvalidProtocolBufferException)
        {
            this.Refuse(place, RejectionReason.MalformedPayload, $"{name} is no GTFS-Realtime message, or cut off");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw RecordingException.Unusable($"{path} cannot be read: {exception.Message}", exception);
        }
    }

    private void Add(FeedMessage message, int place, string name)
    {
        if (message.Header.Timestamp > VehiclePositionDecoder.LastUnixSecond)
        {
            this.Refuse(place, RejectionReason.InvalidField, $"{name} has a header timestamp of {message.Header.Timestamp}; it must be Unix seconds");
            return;
        }

        Timestamp receivedAt = Timestamp.FromUnixSeconds((long)message.Header.Timestamp);
        UpstreamFeed feed = this.FeedOf(name);
        UpstreamContent content = feed.Read(message, receivedAt);
        feed.Commit(content);
        foreach (Rejection refusal in content.Rejections)
        {
            this.waiting.Enqueue(RecordedItem.Refused(place, receivedAt, refusal.Reason, refusal.Device, $"{name}: {refusal.Detail}"));
        }

        foreach (Observation observation in content.Observations)
        {
            this.waiting.Enqueue(new RecordedItem { Place = place, ReceivedAt = receivedAt, Observation = observation });
        }
    }

    /// <summary>A folder may hold the files of several feeds: <c>vehicles-1.pb</c>, <c>updates-1.pb</c>, <c>vehicles-2.pb</c>.</summary>
    private UpstreamFeed FeedOf(string name)
    {
        string stem = new([.. System.IO.Path.GetFileNameWithoutExtension(name).Where(c => !char.IsAsciiDigit(c))]);
        if (!this.feeds.TryGetValue(stem, out UpstreamFeed? feed))
        {
            DeviceId source = DeviceId.TryParse(stem.Trim('-', '_', '.', ' '), out DeviceId named) ? named : DeviceId.Parse("gtfsrt");
            this.feeds[stem] = feed = new UpstreamFeed(source, new UpstreamFeedOptions { RepeatsPositions = true });
        }

        return feed;
    }

    private void Refuse(int place, RejectionReason reason, string detail) =>
        this.waiting.Enqueue(RecordedItem.Refused(place, default, reason, string.Empty, detail));
}
