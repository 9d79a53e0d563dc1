using System.Text.Json;

namespace TransitHub.Core.Observations;

/// <summary>The names of reasons and of the stage at which they arise, as outputs show them.</summary>
public static class RejectionReasonText
{
    private static readonly string[] Names =
        [.. Enum.GetValues<RejectionReason>().Select(r => JsonNamingPolicy.SnakeCaseLower.ConvertName(r.ToString()))];

    /// <summary>How many reasons there are, <see cref="RejectionReason.None"/> included.</summary>
    public static int Count => Names.Length;

    /// <summary>The reason in snake_case, such as <c>out_of_order</c>.</summary>
    public static string Name(this RejectionReason reason) => Names[(int)reason];

    /// <summary>Whether what was rejected at this stage was refused before the log; at other stages it was accepted, or is another agency's.</summary>
    /// <param name="stage">As <see cref="Stage"/> has it.</param>
    public static bool IsRefusing(string stage) => stage is "access" or "decode" or "queue" or "gate";

    /// <summary><c>access</c>, <c>decode</c>, <c>queue</c>, <c>gate</c>, <c>match</c> or <c>repair</c>: one at <c>access</c> was refused unread, with
    /// its login or its topic; a record refused at <c>match</c> was accepted and logged, but has no trip; one at <c>repair</c> is another agency's,
    /// and was changed or left out for this reason.</summary>
    public static string Stage(this RejectionReason reason) => reason switch
    {
        RejectionReason.None => string.Empty,
        < RejectionReason.Conflated => "decode",
        < RejectionReason.OutOfRange => "queue",
        < RejectionReason.NoSchedule => "gate",
        < RejectionReason.TripIdStripped => "match",
        >= RejectionReason.BadCredentials and <= RejectionReason.TooManyWaiting => "access",
        _ => "repair",
    };
}
