using System.IO.Hashing;
using Google.Protobuf;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Protocol.GtfsRealtime;

namespace TransitHub.Core.Upstream;

/// <summary>
/// Reads the messages of one GTFS-Realtime feed of another agency into observations, and remembers what each entity said: an agency sends
/// everything again every few seconds, and only what is new goes on. Never throws on what was sent. One thread uses it.
/// </summary>
/// <param name="source">Names the feed.</param>
/// <param name="options">What is taken.</param>
public sealed class UpstreamFeed(DeviceId source, UpstreamFeedOptions options)
{
    /// <summary>An entity that says the same with a newer time is taken again after so many seconds, so that it does not count as silent.</summary>
    public const int RenewSeconds = 60;

    /// <summary>The same of an alert, which is larger and lives for longer.</summary>
    public const int RenewAlertSeconds = 300;

    /// <summary>A header older than the last by up to this is an old copy (a cache between); by more, a clock was set right.</summary>
    private const int OldCopySeconds = 3600;

    private Dictionary<string, SeenEntity> seen = new(StringComparer.Ordinal);
    private long newestHeader;
    private bool hasWhole;

    /// <summary>Names the feed.</summary>
    public DeviceId Source => source;

    /// <summary>Reads a message's bytes.</summary>
    /// <param name="message">A FeedMessage.</param>
    /// <param name="receivedAt">The hub's clock at arrival.</param>
    public UpstreamContent Read(byte[] message, Timestamp receivedAt)
    {
        try
        {
            return this.Read(FeedMessage.Parser.ParseFrom(message), receivedAt);
        }
        catch (InvalidProtocolBufferException)
        {
            return this.Refused(receivedAt, RejectionReason.MalformedPayload, $"{source} is no GTFS-Realtime message, or cut off");
        }
    }

    /// <summary>Reads a message.</summary>
    public UpstreamContent Read(FeedMessage message, Timestamp receivedAt)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (message.Header is null)
        {
            return this.Refused(receivedAt, RejectionReason.MalformedPayload, $"{source} is no GTFS-Realtime message: it has no header");
        }

        ulong header = message.Header.Timestamp;
        if (header > VehiclePositionDecoder.LastUnixSecond)
        {
            return this.Refused(receivedAt, RejectionReason.InvalidField, $"{source} has a header timestamp of {header}; it must be Unix seconds");
        }

        if (header > 0 && (long)header < this.newestHeader && this.newestHeader - (long)header < OldCopySeconds)
        {
            return this.Refused(receivedAt, RejectionReason.OutOfOrder, $"{source} has a header timestamp of {header}, and {this.newestHeader} was taken before: an old copy");
        }

        Timestamp headerAt = Earlier(header > 0 ? Timestamp.FromUnixSeconds((long)header) : receivedAt, receivedAt);
        var content = new UpstreamContent
        {
            IsUsable = true,
            IsWhole = message.Header.Incrementality != FeedHeader.Types.Incrementality.Differential,
            HeaderSeconds = (long)header,
        };
        if (message.Entity.Count > options.MaxEntities)
        {
            content.Rejections.Add(this.Refusal(receivedAt, RejectionReason.PayloadTooLarge, $"{source} has {message.Entity.Count} entities; the first {options.MaxEntities} are taken"));
        }

        foreach (FeedEntity entity in this.Chosen(message, content, receivedAt))
        {
            this.Take(entity, content, headerAt, receivedAt);
        }

        if (content.IsWhole)
        {
            this.NoteGone(content, headerAt, receivedAt);
            content.Rest = this.hasWhole || !(options.TakesTripUpdates || options.TakesAlerts) ? null : this.Gone(string.Empty, headerAt, receivedAt);
        }

        return content;
    }

    /// <summary>The content counts as taken: what it says is not new any more.</summary>
    public void Commit(UpstreamContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.IsUsable)
        {
            return;
        }

        this.newestHeader = content.HeaderSeconds > 0 ? content.HeaderSeconds : this.newestHeader;
        if (content.IsWhole)
        {
            this.seen = content.Seen;
            this.hasWhole = true;
            return;
        }

        foreach ((string key, SeenEntity what) in content.Seen)
        {
            if (this.seen.Count < options.MaxEntities || this.seen.ContainsKey(key))
            {
                this.seen[key] = what;
            }
        }
    }

    private static Timestamp Earlier(Timestamp a, Timestamp b) => a < b ? a : b;

    private UpstreamContent Refused(Timestamp at, RejectionReason reason, string detail)
    {
        var content = new UpstreamContent();
        content.Rejections.Add(this.Refusal(at, reason, detail));
        return content;
    }

    private Rejection Refusal(Timestamp at, RejectionReason reason, string detail) => new(at, reason, source.ToString(), detail);

    /// <summary>Of two TripUpdates or Alerts with one id the newer one, or the later in the message.</summary>
    private IEnumerable<FeedEntity> Chosen(FeedMessage message, UpstreamContent content, Timestamp receivedAt)
    {
        Dictionary<string, FeedEntity> updates = new(StringComparer.Ordinal);
        List<FeedEntity> all = [.. message.Entity.Take(options.MaxEntities)];
        foreach (FeedEntity entity in all.Where(e => e.TripUpdate is not null || e.Alert is not null))
        {
            if (updates.TryGetValue(entity.Id, out FeedEntity? other))
            {
                content.Rejections.Add(this.Refusal(receivedAt, RejectionReason.Duplicate, $"{source}, entity {Shown.Text(entity.Id)} is there twice"));
                if (other.TripUpdate?.Timestamp > entity.TripUpdate?.Timestamp)
                {
                    continue;
                }
            }

            updates[entity.Id] = entity;
        }

        return all.Where(e => (e.TripUpdate is null && e.Alert is null) || ReferenceEquals(updates[e.Id], e));
    }

    private void Take(FeedEntity entity, UpstreamContent content, Timestamp headerAt, Timestamp receivedAt)
    {
        if (entity.IsDeleted)
        {
            this.TakeDeleted(entity, content, headerAt, receivedAt);
            return;
        }

        if (entity.Vehicle is not null && options.TakesVehicles)
        {
            this.TakeVehicle(entity, content, headerAt, receivedAt);
        }

        if (entity.TripUpdate is { } update && options.TakesTripUpdates)
        {
            if (update.Timestamp > VehiclePositionDecoder.LastUnixSecond)
            {
                content.Rejections.Add(this.Refusal(receivedAt, RejectionReason.InvalidField, $"{source}, entity {Shown.Text(entity.Id)}: timestamp is {update.Timestamp}; it must be Unix seconds"));
                return;
            }

            Timestamp at = update.Timestamp > 0 ? Earlier(Timestamp.FromUnixSeconds((long)update.Timestamp), receivedAt) : headerAt;
            this.TakeOther(entity, "t", HashOf(update), at, content, receivedAt);
        }
        else if (entity.Alert is { } alert && options.TakesAlerts)
        {
            this.TakeOther(entity, "a", XxHash3.HashToUInt64(alert.ToByteArray()), headerAt, content, receivedAt);
        }
    }

    private void TakeVehicle(FeedEntity entity, UpstreamContent content, Timestamp headerAt, Timestamp receivedAt)
    {
        (AvlReport? report, Rejection? refusal) = VehiclePositionDecoder.Decode(entity, headerAt, receivedAt, source.ToString());
        if (report is null)
        {
            content.Rejections.Add(refusal!);
            return;
        }

        // A position without a time of its own was measured when the feed was made; while it stays where it is, once a minute is enough.
        ulong hash = XxHash3.HashToUInt64(entity.Vehicle.ToByteArray());
        int? renews = entity.Vehicle.Timestamp == 0 ? RenewSeconds : null;
        this.Add(report, "v|" + report.Device, hash, report.MeasuredAt, renews, content);
    }

    private void TakeOther(FeedEntity entity, string kind, ulong hash, Timestamp at, UpstreamContent content, Timestamp receivedAt)
    {
        FeedEntity alone = entity;
        if (entity.Vehicle is not null)
        {
            alone = entity.Clone();
            alone.Vehicle = null;
        }

        byte[] bytes = alone.ToByteArray();
        if (bytes.Length > UpstreamEntity.MaxBytes)
        {
            content.Rejections.Add(this.Refusal(receivedAt, RejectionReason.PayloadTooLarge, $"{source}, entity {Shown.Text(entity.Id)} has {bytes.Length} bytes; at most {UpstreamEntity.MaxBytes} are taken"));
            return;
        }

        var observation = new UpstreamEntity { Device = source, ReceivedAt = receivedAt, MeasuredAt = at, Entity = bytes };
        this.Add(observation, kind + "|" + entity.Id, hash, at, kind == "a" ? RenewAlertSeconds : RenewSeconds, content);
    }

    private void TakeDeleted(FeedEntity entity, UpstreamContent content, Timestamp headerAt, Timestamp receivedAt)
    {
        if (this.seen.ContainsKey("t|" + entity.Id) || this.seen.ContainsKey("a|" + entity.Id))
        {
            content.Observations.Add(this.Gone(entity.Id, headerAt, receivedAt));
        }
    }

    private void Add(Observation observation, string key, ulong hash, Timestamp at, int? renewSeconds, UpstreamContent content)
    {
        bool isKnown = this.seen.TryGetValue(key, out SeenEntity known) && known.Hash == hash;
        bool isRepeat = isKnown && !(at.UnixMilliseconds - known.TakenMilliseconds >= renewSeconds * 1000L);
        if (isRepeat && !(options.RepeatsPositions && observation is AvlReport))
        {
            content.Repeats++;
            content.Seen[key] = known;
            return;
        }

        content.Seen[key] = new SeenEntity(hash, at.UnixMilliseconds);
        content.Observations.Add(observation);
    }

    private void NoteGone(UpstreamContent content, Timestamp headerAt, Timestamp receivedAt)
    {
        foreach (string key in this.seen.Keys.Where(k => k[0] != 'v' && !content.Seen.ContainsKey(k)))
        {
            content.Observations.Add(this.Gone(key[2..], headerAt, receivedAt));
        }
    }

    private UpstreamEntity Gone(string id, Timestamp headerAt, Timestamp receivedAt) => new()
    {
        Device = source,
        ReceivedAt = receivedAt,
        MeasuredAt = headerAt,
        Entity = new FeedEntity { Id = id, IsDeleted = true }.ToByteArray(),
    };

    /// <summary>Of a TripUpdate without its timestamp: many agencies renew that alone.</summary>
    private static ulong HashOf(TripUpdate update)
    {
        if (!update.HasTimestamp)
        {
            return XxHash3.HashToUInt64(update.ToByteArray());
        }

        TripUpdate timeless = update.Clone();
        timeless.ClearTimestamp();
        return XxHash3.HashToUInt64(timeless.ToByteArray());
    }
}
