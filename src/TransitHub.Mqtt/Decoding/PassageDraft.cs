using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Mqtt.Decoding;

/// <summary><c>PassageReport</c> while it is read.</summary>
internal struct PassageDraft : IMessageDraft
{
    private string? eventId;
    private double? measuredAt;
    private string? channel;
    private string? what;
    private string? direction;
    private string? routeText;
    private float? routeConfidence;
    private float? confidence;

    /// <inheritdoc/>
    public static string Message => "PassageReport";

    /// <inheritdoc/>
    public static FieldSpec Batch { get; } = new(5, "passage", FieldForm.Text);

    /// <inheritdoc/>
    public static IReadOnlyList<FieldSpec> Fields { get; } =
    [
        new(1, "event_id", FieldForm.Text),
        new(2, "measured_at", FieldForm.Time),
        new(3, "channel", FieldForm.Text, CountDraft.LongestName),
        new(4, "class", FieldForm.Text, CountDraft.LongestName),
        new(5, "direction", FieldForm.Text, CountDraft.LongestName),
        new(6, "route_text", FieldForm.Text, CountDraft.LongestName),
        new(7, "route_confidence", FieldForm.Number, 1),
        new(8, "confidence", FieldForm.Number, 1),
    ];

    /// <inheritdoc/>
    public void SetNumber(uint field, double value)
    {
        switch (field)
        {
            case 2: this.measuredAt = value; break;
            case 7: this.routeConfidence = (float)value; break;
            default: this.confidence = (float)value; break;
        }
    }

    /// <inheritdoc/>
    public void SetText(uint field, string text)
    {
        switch (field)
        {
            case 1: this.eventId = text; break;
            case 3: this.channel = text; break;
            case 4: this.what = text; break;
            case 5: this.direction = text; break;
            default: this.routeText = text; break;
        }
    }

    /// <inheritdoc/>
    public readonly DraftResult Finish(ref DecodeOutput output)
    {
        string? missing = this.measuredAt is null ? "measured_at" : this.channel is null ? "channel" : this.what is null ? "class" : null;
        if (missing is not null)
        {
            return DraftResult.Missing($"{missing} is required");
        }

        output.Add(new PassageReport
        {
            Device = output.Device,
            ReceivedAt = output.ReceivedAt,
            EventId = this.eventId,
            MeasuredAt = new Timestamp((long)this.measuredAt!.Value),
            Channel = this.channel!,
            Class = this.what!,
            Direction = this.direction,
            RouteText = this.routeText,
            RouteConfidence = this.routeConfidence,
            Confidence = this.confidence,
        });
        return DraftResult.Added;
    }
}
