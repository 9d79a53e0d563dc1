using System.Collections.Immutable;
using TransitHub.Core.Ids;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Counting;

/// <summary>
/// All that a feed keeps of what is counted. A pure function of the accepted records; what a log gives again at a start
/// changes nothing. One thread writes, any thread reads.
/// </summary>
public sealed class CountBook
{
    private const uint Magic = 0x31424354;

    /// <summary>Records may stand in the log so far out of the order of their receipt; taking them again changes nothing.</summary>
    public const double DisorderSeconds = 600;

    private Timestamp restoredThrough = new(long.MinValue);

    /// <summary>Starts empty.</summary>
    /// <param name="fewestTold">Counts above none and below this are small. 1 to 1,000.</param>
    /// <param name="clock">Local time; null: UTC.</param>
    /// <param name="neighbors">Lines next to each other; default: none are known.</param>
    public CountBook(int fewestTold = 5, WeekClock? clock = null, ImmutableArray<NeighborPair> neighbors = default)
    {
        this.Ledger = new CountLedger(fewestTold);
        Func<Timestamp, int> hourOfWeek = (clock ?? new WeekClock(NodaTime.DateTimeZone.Utc)).HourOfWeek;
        this.Watch = new DeviceWatch(this.Ledger, hourOfWeek, neighbors.IsDefault ? [] : neighbors);
        this.Filler = new FlowFiller(this.Ledger, this.Watch, hourOfWeek);
    }

    /// <summary>Fills gaps.</summary>
    internal FlowFiller Filler { get; }

    /// <summary>Totals and bins.</summary>
    public CountLedger Ledger { get; }

    /// <summary>Which devices fail, and how far each can be trusted.</summary>
    public DeviceWatch Watch { get; }

    /// <summary>The newest record taken, by its receipt; far in the past: none.</summary>
    public Timestamp Through { get; private set; } = new(long.MinValue);

    /// <summary>Takes an accepted observation; those that count nothing are passed over.</summary>
    public void Take(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        this.Watch.Hear(observation);
        if (observation is not TrafficCount { IsPresent: false } count || count.ReceivedAt.UnixMilliseconds < this.restoredThrough.UnixMilliseconds)
        {
            return;
        }

        this.Through = count.ReceivedAt > this.Through ? count.ReceivedAt : this.Through;
        this.Ledger.Take(count);
    }

    /// <summary>A timer record: lets the passing of time take effect.</summary>
    public void Advance(Timestamp now) => this.Watch.Advance(now);

    /// <summary>What hours came to that a device did not count, or counted in part: estimates, of the last day or so. Any thread may ask.</summary>
    /// <param name="device">The device.</param>
    /// <param name="start">Start of the first hour.</param>
    /// <param name="hours">How many hours are looked at, 0 or more.</param>
    /// <param name="told">What the counted part of an hour is taken for, of its bins: exact, or as it is made public.</param>
    public IReadOnlyList<FilledFlow> Fill(DeviceId device, Timestamp start, int hours, Func<ChannelKey, IReadOnlyList<CountBin>, double> told) =>
        this.Filler.Fill(device, start, hours, told);

    /// <summary>All of it as bytes, to be kept over a restart. The thread that writes calls it.</summary>
    public byte[] Encode()
    {
        using MemoryStream bytes = new();
        using (BinaryWriter writer = new(bytes, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(this.Through.UnixMilliseconds);
            CountLedgerCodec.Encode(writer, this.Ledger);
            DeviceWatchCodec.Encode(writer, this.Watch);
        }

        return bytes.ToArray();
    }

    /// <summary>Takes over what <see cref="Encode"/> gave, before the first observation. Records that it had taken are passed over from then on.</summary>
    /// <returns>False: the bytes are of another form.</returns>
    public bool TryRestore(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        using BinaryReader reader = new(new MemoryStream(bytes), System.Text.Encoding.UTF8);
        try
        {
            if (reader.ReadUInt32() != Magic)
            {
                return false;
            }

            this.Through = new Timestamp(reader.ReadInt64());
            this.restoredThrough = this.Through.UnixMilliseconds == long.MinValue ? this.Through : this.Through.AddSeconds(-DisorderSeconds);
            return CountLedgerCodec.TryDecode(reader, this.Ledger) && DeviceWatchCodec.TryDecode(reader, this.Watch);
        }
        catch (EndOfStreamException)
        {
            return false;
        }
    }
}
