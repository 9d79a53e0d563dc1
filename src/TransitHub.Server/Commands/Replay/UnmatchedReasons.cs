using TransitHub.Core.Observations;

namespace TransitHub.Server.Commands.Replay;

/// <summary>Finds why the fusion left a report without a run: the one of its counts that grew.</summary>
internal sealed class UnmatchedReasons(RejectionLedger ledger)
{
    private static readonly RejectionReason[] Reasons = [.. Enum.GetValues<RejectionReason>().Where(r => r == RejectionReason.TooManyDevices || r.Stage() == "match")];
    private readonly long[] before = new long[Reasons.Length];

    /// <summary>Call before a report is processed.</summary>
    public void Remember()
    {
        for (int i = 0; i < Reasons.Length; i++)
        {
            this.before[i] = ledger.CountOf(Reasons[i]);
        }
    }

    /// <summary>The reason counted since; null when the report was matched.</summary>
    public RejectionReason? FindNew()
    {
        for (int i = 0; i < Reasons.Length; i++)
        {
            if (ledger.CountOf(Reasons[i]) != this.before[i])
            {
                return Reasons[i];
            }
        }

        return null;
    }
}
