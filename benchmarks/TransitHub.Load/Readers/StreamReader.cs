using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using TransitHub.Protocol.V1;

namespace TransitHub.Load.Readers;

/// <summary>How a reader takes what comes.</summary>
internal enum ReadingPace
{
    AtOnce,

    /// <summary>400 KB a second, a third of what it asked for.</summary>
    Slow,

    /// <summary>40 bytes a second.</summary>
    Trickling,

    /// <summary>Nothing after its request.</summary>
    Stalled,
}

/// <summary>One reader of the stream: what it asks for, and what came. Events are walked over without making objects of them, so that thousands of readers cost little.</summary>
/// <param name="request">What it asks for.</param>
/// <param name="pace">How it reads.</param>
internal sealed class StreamReader(WatchRequest request, ReadingPace pace)
{
    private static readonly byte[] ChangesName = "event: changes"u8.ToArray();
    private static readonly byte[] ConflatedName = "\"conflated_states\":"u8.ToArray();
    private static readonly byte[] TripsName = "\"trips\":["u8.ToArray();
    private static readonly byte[] MeasuredName = "\"measured_at\":"u8.ToArray();

    public ReadingPace Pace => pace;

    /// <summary>From publishing a position to the reader's having its event.</summary>
    public LatencyCounts Latencies { get; } = new();

    public long Events { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>States that the hub said it left out for this reader.</summary>
    public long Conflated { get; private set; }

    /// <summary>How often the hub ended the stream.</summary>
    public int Ended { get; set; }

    public bool HasBegun { get; private set; }

    /// <summary>The gRPC message of the request with its length before it.</summary>
    public byte[] RequestBytes()
    {
        byte[] bytes = new byte[5 + request.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(1), bytes.Length - 5);
        request.WriteTo(bytes.AsSpan(5));
        return bytes;
    }

    /// <summary>The same as a query.</summary>
    public string RequestPath()
    {
        StringBuilder path = new(string.Create(CultureInfo.InvariantCulture, $"/v1/stream?feed={request.FeedId}&form=brief"));
        if (request.Filter?.BoundingBox is { } box)
        {
            path.Append(CultureInfo.InvariantCulture, $"&bbox={box.South:F5},{box.West:F5},{box.North:F5},{box.East:F5}");
        }

        return path.ToString();
    }

    public void Clear()
    {
        this.Latencies.Clear();
        (this.Events, this.Bytes, this.Conflated, this.Ended) = (0, 0, 0, 0);
    }

    public void Read(int bytes) => this.Bytes += bytes;

    /// <summary>A whole gRPC message.</summary>
    public void TakeMessage(ReadOnlySpan<byte> message)
    {
        this.HasBegun = true;
        this.Events++;
        double now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        while (ProtoWalk.TryNext(ref message, out int field, out ulong number, out ReadOnlySpan<byte> content))
        {
            if (field == WatchEvent.ConflatedStatesFieldNumber)
            {
                this.Conflated += (long)number;
            }
            else if (field == WatchEvent.ChangesFieldNumber)
            {
                this.TakeChanges(content, now);
            }
        }
    }

    /// <summary>A whole server-sent event; chunk headers within it are not taken out, since hardly one stands in a number.</summary>
    public void TakeText(ReadOnlySpan<byte> text)
    {
        this.HasBegun = true;
        this.Events++;
        double now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        int conflated = text.IndexOf(ConflatedName);
        if (conflated >= 0)
        {
            this.Conflated += (long)NumberAt(text[(conflated + ConflatedName.Length)..]);
        }

        int trips = text.IndexOf(TripsName);
        ReadOnlySpan<byte> vehicles = text.IndexOf(ChangesName) < 0 ? [] : trips < 0 ? text : text[..trips];
        for (int at = vehicles.IndexOf(MeasuredName); at >= 0; at = vehicles.IndexOf(MeasuredName))
        {
            vehicles = vehicles[(at + MeasuredName.Length)..];
            this.Latencies.Add(now - (NumberAt(vehicles) * 1000));
        }
    }

    private void TakeChanges(ReadOnlySpan<byte> batch, double now)
    {
        while (ProtoWalk.TryNext(ref batch, out int field, out _, out ReadOnlySpan<byte> vehicle))
        {
            while (field == EntityBatch.VehiclesFieldNumber && ProtoWalk.TryNext(ref vehicle, out int part, out ulong measuredAt, out _))
            {
                if (part == Vehicle.MeasuredAtMsFieldNumber)
                {
                    this.Latencies.Add(now - measuredAt);
                }
            }
        }
    }

    private static double NumberAt(ReadOnlySpan<byte> text)
    {
        int length = text.IndexOfAny((byte)',', (byte)'}');
        return length > 0 && double.TryParse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : 0;
    }
}
