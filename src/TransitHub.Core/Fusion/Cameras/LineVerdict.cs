using System.Collections.Immutable;
using TransitHub.Core.Snapshots;
using TransitHub.Core.Time;

namespace TransitHub.Core.Fusion.Cameras;

/// <summary>Makes of the weighed batch of a line what is told of each passage.</summary>
internal sealed class LineVerdict(LineAssociation association, CameraOptions options)
{
    private const int MaxCandidates = 5;

    /// <summary>A run that is less likely than this is not named.</summary>
    private const double LeastNamed = 0.01;

    private readonly List<(double Share, int Place)> likely = [];

    /// <summary>The likeliest run of a passage: its place among the candidates, -1 for none at all, and its probability.</summary>
    public (int Best, double Probability) BestOf(int row, List<LineCandidate> candidates)
    {
        int best = -1;
        double most = 0;
        for (int j = 0; j < candidates.Count; j++)
        {
            double share = association.Share(row, j);
            (best, most) = share > most ? (j, share) : (best, most);
        }

        return (best, most);
    }

    /// <summary>What is told of a passage.</summary>
    public PassageSnapshot Of(WaitingPassage passage, int row, List<LineCandidate> candidates)
    {
        (int best, double most) = this.BestOf(row, candidates);
        double sum = 0;
        for (int j = 0; j < candidates.Count; j++)
        {
            sum += association.Share(row, j);
        }

        PassageState state = best < 0 ? PassageState.NoRun
            : most >= options.TellProbability ? PassageState.Attached
            : sum >= 0.5 ? PassageState.Unsure
            : PassageState.Unlike;
        return Make(passage, state, state == PassageState.Attached ? candidates[best].Trip : null, this.ListLikely(row, candidates));
    }

    /// <summary>What is told of a passage that was not weighed.</summary>
    public static PassageSnapshot Make(WaitingPassage passage, PassageState state, TripInstance? trip, ImmutableArray<PassageCandidate> likely) => new()
    {
        Device = passage.Report.Device,
        Channel = passage.Report.Channel,
        EventId = passage.Report.EventId,
        Class = passage.Report.Class,
        Direction = passage.Report.Direction,
        RouteText = passage.Report.RouteText,
        At = new Timestamp((long)(passage.At * 1000)),
        State = state,
        Trip = trip,
        Probability = likely.IsEmpty ? 0 : likely[0].Probability,
        Candidates = likely,
    };

    private ImmutableArray<PassageCandidate> ListLikely(int row, List<LineCandidate> candidates)
    {
        this.likely.Clear();
        for (int j = 0; j < candidates.Count; j++)
        {
            if (association.Share(row, j) >= LeastNamed)
            {
                this.likely.Add((association.Share(row, j), j));
            }
        }

        this.likely.Sort(static (a, b) => a.Share != b.Share ? b.Share.CompareTo(a.Share) : a.Place.CompareTo(b.Place));
        return [.. this.likely.Take(MaxCandidates)
            .Select(l => new PassageCandidate(candidates[l.Place].Trip, (float)l.Share, (long)candidates[l.Place].Expectation.Middle))];
    }
}
