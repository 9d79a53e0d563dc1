using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Decoding;

/// <summary><c>TrafficCount</c> while it is read.</summary>
internal struct CountDraft : IMessageDraft
{
    /// <summary>Longest name of a channel, class or direction, bytes of UTF-8: they are names, and every one is remembered.</summary>
    public const int LongestName = 64;

    /// <summary>More than cross any line in an interval.</summary>
    public const long MostInInterval = 10_000_000;

    /// <summary>More than stand in any zone.</summary>
    private const double MostPresent = 1_000_000;

    /// <summary>Up to here a JSON number is exact.</summary>
    private const double MostInTotal = 9e15;

    private string? channel;
    private string? what;
    private string? direction;
    private double? from;
    private double? to;
    private double? count;
    private double? at;
    private double? total;
    private float? uptime;
    private double? present;

    /// <inheritdoc/>
    public static string Message => "TrafficCount";

    /// <inheritdoc/>
    public static FieldSpec Batch { get; } = new(4, "count", FieldForm.Text);

    /// <inheritdoc/>
    public static IReadOnlyList<FieldSpec> Fields { get; } =
    [
        new(1, "channel", FieldForm.Text, LongestName),
        new(2, "class", FieldForm.Text, LongestName),
        new(3, "direction", FieldForm.Text, LongestName),
        new(4, "from", FieldForm.Time),
        new(5, "to", FieldForm.Time),
        new(6, "count", FieldForm.Whole, MostInInterval),
        new(7, "at", FieldForm.Time),
        new(8, "total", FieldForm.Whole, MostInTotal),
        new(9, "uptime", FieldForm.Number, 1),
        new(10, "present", FieldForm.Whole, MostPresent),
    ];

    /// <inheritdoc/>
    public void SetNumber(uint field, double value)
    {
        switch (field)
        {
            case 4: this.from = value; break;
            case 5: this.to = value; break;
            case 6: this.count = value; break;
            case 7: this.at = value; break;
            case 8: this.total = value; break;
            case 10: this.present = value; break;
            default: this.uptime = (float)value; break;
        }
    }

    /// <inheritdoc/>
    public void SetText(uint field, string text)
    {
        switch (field)
        {
            case 1: this.channel = text; break;
            case 2: this.what = text; break;
            default: this.direction = text; break;
        }
    }

    /// <inheritdoc/>
    public readonly DraftResult Finish(ref DecodeOutput output)
    {
        bool isInterval = (this.from ?? this.to ?? this.count) is not null;
        bool isTotal = (this.at ?? this.total ?? this.present) is not null;
        if ((isInterval && isTotal) || (this.total is not null && this.present is not null))
        {
            return DraftResult.Invalid("from, to and count are of an interval, at and total of a running total, at and present of a zone: give one of them");
        }

        string? missing = this.channel is null ? "channel"
            : this.what is null ? "class"
            : isTotal ? (this.at is null ? "at" : (this.total ?? this.present) is null ? "total, or present of a zone," : null)
            : this.from is null ? "from" : this.to is null ? "to" : this.count is null ? "count" : null;
        if (missing is not null)
        {
            return DraftResult.Missing($"{missing} is required{(isInterval || isTotal ? string.Empty : ": from, to and count of an interval, or at and total, or at and present of a zone")}");
        }

        output.Add(new TrafficCount
        {
            Device = output.Device,
            ReceivedAt = output.ReceivedAt,
            Channel = this.channel!,
            Class = this.what!,
            Direction = this.direction,
            From = isTotal ? null : new Timestamp((long)this.from!.Value),
            To = new Timestamp((long)(this.at ?? this.to)!.Value),
            Count = (long)(this.present ?? this.total ?? this.count)!.Value,
            IsPresent = this.present is not null,
            Uptime = this.uptime,
        });
        return DraftResult.Added;
    }
}
