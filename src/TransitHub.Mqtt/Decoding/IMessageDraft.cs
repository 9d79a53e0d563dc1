using TransitHub.Core.Observations;

namespace TransitHub.Mqtt.Decoding;

/// <summary>
/// One observation while it is read. The decoder has checked form and range of each value; what they may be together is the draft's to say.
/// </summary>
internal interface IMessageDraft
{
    /// <summary>The message's name in observation.proto.</summary>
    static abstract string Message { get; }

    /// <summary>Its field in <c>ObservationBatch</c>.</summary>
    static abstract FieldSpec Batch { get; }

    /// <summary>Its fields.</summary>
    static abstract IReadOnlyList<FieldSpec> Fields { get; }

    /// <summary>Takes a number, or a time in Unix milliseconds, which a double holds exactly.</summary>
    void SetNumber(uint field, double value);

    /// <summary>Takes a text; never empty.</summary>
    void SetText(uint field, string text);

    /// <summary>Takes the carriages read so far; called only where a field is of that form.</summary>
    void SetCarriages(List<Carriage>? carriages)
    {
    }

    /// <summary>Ends a draft of which every value was well formed: an observation, or what is wrong with them together.</summary>
    DraftResult Finish(ref DecodeOutput output);
}

/// <summary>What became of a draft.</summary>
/// <param name="Reason"><see cref="RejectionReason.None"/> when it is an observation.</param>
/// <param name="Detail">What is wrong, for a person.</param>
internal readonly record struct DraftResult(RejectionReason Reason, string Detail)
{
    /// <summary>An observation was added to the output.</summary>
    public static DraftResult Added { get; } = new(RejectionReason.None, string.Empty);

    /// <summary>A required field is absent.</summary>
    public static DraftResult Missing(string detail) => new(RejectionReason.MissingField, detail);

    /// <summary>A value cannot be.</summary>
    public static DraftResult Invalid(string detail) => new(RejectionReason.InvalidField, detail);
}
