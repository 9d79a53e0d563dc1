using TransitHub.Core.Ids;

namespace TransitHub.Mqtt.Topics;

/// <summary>A topic that devices publish to, read into its parts.</summary>
/// <param name="Kind">What it carries.</param>
/// <param name="Feed">The feed it names; null for HFP, whose topics name none.</param>
/// <param name="Device">
/// The device it names; <c>default</c> for HFP, and for <c>transithub/v1/{feed}/avl</c>, on which a gateway
/// reports many vehicles and each report names its own, as on <c>transithub/v1/{feed}/ais</c>.
/// </param>
public readonly record struct TopicName(TopicKind Kind, FeedId? Feed, DeviceId Device)
{
    /// <summary>What the hub's own topics start with.</summary>
    public const string Root = "transithub/v1/";

    /// <summary>The topics an ingest client subscribes to for the hub's own payloads.</summary>
    public const string HubFilter = "transithub/v1/+/#";

    /// <summary>The topics whose newest message brokers retain.</summary>
    public const string StatusFilter = "transithub/v1/+/status/+";

    /// <summary>The topics an ingest client subscribes to for Helsinki's payloads.</summary>
    public const string HfpFilter = "/hfp/#";

    private static readonly string[] KindNames = ["avl", "apc", "count", "passage", "status", "ais"];

    /// <summary>Reads a topic; when it is none of the hub's, <paramref name="problem"/> says what would be right.</summary>
    public static bool TryParse(ReadOnlySpan<char> topic, out TopicName name, out string problem)
    {
        name = default;
        problem = string.Empty;
        if (topic.StartsWith("/hfp/v1/", StringComparison.Ordinal) || topic.StartsWith("/hfp/v2/", StringComparison.Ordinal))
        {
            name = new TopicName(TopicKind.Hfp, null, default);
            return true;
        }

        if (!topic.StartsWith(Root, StringComparison.Ordinal))
        {
            problem = "topics start with transithub/v1/ or /hfp/v1/ or /hfp/v2/";
            return false;
        }

        Span<Range> parts = stackalloc Range[4];
        ReadOnlySpan<char> rest = topic[Root.Length..];
        int count = rest.Split(parts, '/');
        int kind = count >= 2 ? KindOf(rest[parts[1]]) : -1;
        if (kind < 0)
        {
            problem = "after transithub/v1/{feed}/ comes avl, apc, count, passage, status or ais";
            return false;
        }

        if (!FeedId.TryParse(rest[parts[0]].ToString(), out FeedId feed))
        {
            problem = $"a feed id is 1 to {FeedId.MaxLength} of a-z A-Z 0-9 . _ - and does not start with a dot";
            return false;
        }

        DeviceId device = default;
        bool gateway = count == 2 && (kind is (int)TopicKind.Avl or (int)TopicKind.Ais);
        bool isLocation = count == 4 && kind == (int)TopicKind.Ais && rest[parts[3]].SequenceEqual("location");
        if (!gateway && ((count != 3 && !isLocation) || !DeviceId.TryParse(rest[parts[2]].ToString(), out device)))
        {
            problem = $"after {KindNames[kind]}/ comes one device id of 1 to {DeviceId.MaxLength} characters";
            return false;
        }

        name = new TopicName((TopicKind)kind, feed, device);
        return true;
    }

    /// <summary>The topic as devices write it.</summary>
    /// <exception cref="InvalidOperationException">HFP topics are made of a report's own fields and cannot be written from their kind.</exception>
    public override string ToString()
    {
        if (this.Feed is not { } feed)
        {
            throw new InvalidOperationException("An HFP topic is not made from its kind alone.");
        }

        return this.Device == default
            ? $"{Root}{feed}/{KindNames[(int)this.Kind]}"
            : $"{Root}{feed}/{KindNames[(int)this.Kind]}/{this.Device}";
    }

    private static int KindOf(ReadOnlySpan<char> text)
    {
        for (int i = 0; i < KindNames.Length; i++)
        {
            if (text.SequenceEqual(KindNames[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
