using System.Globalization;
using System.Text;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Simulation.Recordings;

/// <summary>
/// Reads <c>mqtt-text</c>: a line a message, <c>&lt;ISO arrival time&gt; &lt;topic&gt; &lt;payload&gt;</c>. A topic may
/// hold spaces (Helsinki's hold the vehicle's sign); so a JSON payload starts at the first <c>{</c> or <c>[</c> that
/// follows a space, and only where there is none, after the first space.
/// </summary>
internal sealed class MqttTextRecording : Recording
{
    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private readonly RecordingFile file;
    private readonly LineReader lines;
    private readonly Utf8TextPool topics = new();

    private MqttTextRecording(string path, RecordingFile file)
        : base(path, RecordingFormat.MqttText)
    {
        this.file = file;
        this.lines = new LineReader(file);
        file.Reached = () => $"line {this.lines.Number}";
    }

    /// <inheritdoc/>
    public override double? ShareRead => this.file.ShareRead;

    /// <inheritdoc/>
    private protected override RecordingException? Failure => this.file.Failure;

    /// <inheritdoc/>
    private protected override string NothingFound => "it has no line.";

    /// <summary>Opens the file.</summary>
    public static MqttTextRecording Open(string path) => new(path, RecordingFile.Open(path));

    /// <inheritdoc/>
    private protected override bool TryReadNext(out RecordedItem item)
    {
        while (this.lines.TryRead(out ReadOnlySpan<byte> line))
        {
            if (this.lines.IsTooLong)
            {
                item = this.Refuse(RejectionReason.PayloadTooLarge, $"is longer than {LineReader.MaxBytes} bytes");
                return true;
            }

            if (!line.IsEmpty)
            {
                item = this.Decode(line);
                return true;
            }
        }

        item = default;
        return false;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            this.file.Dispose();
        }
    }

    private RecordedItem Decode(ReadOnlySpan<byte> line)
    {
        int space = line.IndexOf((byte)' ');
        if (space < 0 || !TryParseTime(line[..space], out Timestamp receivedAt))
        {
            return this.Refuse(RejectionReason.InvalidField, $"starts with '{Shown.Text(space < 0 ? line : line[..space])}'; it must start with an ISO 8601 time with its offset");
        }

        ReadOnlySpan<byte> rest = line[(space + 1)..];
        int payload = PayloadStart(rest);
        if (payload < 2)
        {
            return this.Refuse(RejectionReason.MalformedPayload, "has no payload; it must be <time> <topic> <payload>");
        }

        return new RecordedItem
        {
            Place = this.lines.Number,
            ReceivedAt = receivedAt,
            Topic = this.topics.Get(rest[..(payload - 1)]),
            Payload = rest[payload..].ToArray(),
        };
    }

    private static int PayloadStart(ReadOnlySpan<byte> rest)
    {
        int from = 0;
        while (true)
        {
            int space = rest[from..].IndexOf((byte)' ');
            if (space < 0)
            {
                return rest.IndexOf((byte)' ') + 1;
            }

            from += space + 1;
            if (from < rest.Length && rest[from] is (byte)'{' or (byte)'[')
            {
                return from;
            }
        }
    }

    private static bool TryParseTime(ReadOnlySpan<byte> text, out Timestamp time)
    {
        time = default;
        Span<char> characters = stackalloc char[40];
        if (text.Length > characters.Length || !Encoding.UTF8.TryGetChars(text, characters, out int length))
        {
            return false;
        }

        ReadOnlySpan<char> from = characters[..length];
        bool hasOffset = from.EndsWith("Z") || (from.Length > 19 && from[19..].IndexOfAny('+', '-') >= 0);
        if (!hasOffset || !DateTimeOffset.TryParseExact(from, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset value))
        {
            return false;
        }

        time = new Timestamp(value.ToUnixTimeMilliseconds());
        return true;
    }

    private RecordedItem Refuse(RejectionReason reason, string detail) =>
        RecordedItem.Refused(this.lines.Number, default, reason, string.Empty, $"line {this.lines.Number} {detail}");
}
