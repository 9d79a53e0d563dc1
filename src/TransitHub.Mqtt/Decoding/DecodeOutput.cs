using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Decoding;

/// <summary>Gathers what a payload says. One observation, the usual case, costs one array and no list.</summary>
internal ref struct DecodeOutput(DeviceId device, Timestamp receivedAt, int maxObservations)
{
    private readonly int maxObservations = maxObservations;
    private Observation? first;
    private List<Observation>? more;
    private List<Rejection>? rejections;

    /// <summary>The device that the topic names; <c>default</c> when it names none.</summary>
    public DeviceId Device { get; } = device;

    public Timestamp ReceivedAt { get; } = receivedAt;

    /// <summary>True: nothing was taken and nothing refused.</summary>
    public readonly bool IsSilent => this.first is null && this.rejections is null;

    private readonly int Count => this.more?.Count ?? (this.first is null ? 0 : 1);

    /// <summary>True when so many were taken that no further one fits; the entry is then refused.</summary>
    public bool RefuseIfFull()
    {
        if (this.Count < this.maxObservations)
        {
            return false;
        }

        this.Refuse(RejectionReason.PayloadTooLarge, $"more than {this.maxObservations} observations in one message");
        return true;
    }

    public void Add(Observation observation)
    {
        if (this.first is null)
        {
            this.first = observation;
            return;
        }

        this.more ??= [this.first];
        this.more.Add(observation);
    }

    public void Refuse(RejectionReason reason, string detail) =>
        (this.rejections ??= []).Add(new Rejection(this.ReceivedAt, reason, this.Device.ToString(), detail));

    /// <summary>Forgets what was read so far and refuses the message as a whole.</summary>
    public void RefuseAll(RejectionReason reason, string detail)
    {
        this.first = null;
        this.more = null;
        this.rejections = null;
        this.Refuse(reason, detail);
    }

    public readonly DecodedMessage ToMessage(FeedId? feed)
    {
        IReadOnlyList<Observation> observations = this.more is { } many ? many : this.first is { } one ? [one] : [];
        return new DecodedMessage(feed, observations, this.rejections is { } refused ? refused : []);
    }
}
