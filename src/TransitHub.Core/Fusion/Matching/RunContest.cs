using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>
/// Decides for all vehicles together who is on which run: each vehicle is on one, each run has one, and vehicles of a line keep their
/// order, with exceptions. Sum-product messages pass between vehicles and lines, as when targets are tracked by many measurements: a
/// vehicle that fits no other run wants this one more, which leaves less of it to those that have a choice.
/// </summary>
internal sealed class RunContest
{
    /// <summary>What is left to others of a run that a vehicle was seen to finish.</summary>
    private const double ServedShare = 0.02;

    /// <summary>Finished runs are remembered for this long, seconds, and cleared out when there are this many.</summary>
    private const double ServedSeconds = 7200;

    private const int ServedKept = 4096;

    /// <summary>Runs over which a vehicle is in doubt at most; the least likely are dropped.</summary>
    private const int MaxClaims = 12;

    /// <summary>
    /// Runs less likely than this against none are dropped too, since no contest can make them likely, but for the best few, which tell an operator
    /// why there is none.
    /// </summary>
    private const double LeastWeight = 0.003;

    private const int FewClaims = 3;

    /// <summary>So often vehicles of a line are out of order: one overtakes, or skips a turn.</summary>
    private const double Disorder = 0.3;

    private readonly Dictionary<int, List<RunClaim>> byPattern = [];
    private readonly Dictionary<TripInstance, double> served = [];
    private readonly LineOrder order = new();

    /// <summary>A vehicle was seen to finish the run: no other is on it.</summary>
    /// <param name="trip">The run.</param>
    /// <param name="at">When, Unix seconds.</param>
    public void Close(TripInstance trip, double at)
    {
        this.served[trip] = at;
        if (this.served.Count > ServedKept)
        {
            foreach ((TripInstance old, double finished) in this.served)
            {
                if (at - finished > ServedSeconds)
                {
                    this.served.Remove(old);
                }
            }
        }
    }

    /// <summary>True while the run was finished by a vehicle.</summary>
    public bool IsClosed(TripInstance trip) => this.served.ContainsKey(trip);

    /// <summary>Forgets a vehicle's claims.</summary>
    public void Withdraw(VehicleTrack track)
    {
        foreach (RunClaim claim in track.Claims)
        {
            if (this.byPattern.TryGetValue(claim.Pattern, out List<RunClaim>? claims))
            {
                claims.Remove(claim);
                if (claims.Count == 0)
                {
                    this.byPattern.Remove(claim.Pattern);
                }
            }
        }

        track.Claims.Clear();
        track.Candidates = [];
    }

    /// <summary>Takes what a search found in place of what the vehicle claimed before, and weighs it against the others.</summary>
    public void Enter(VehicleTrack track, List<RunClaim> claims)
    {
        this.Withdraw(track);
        claims.Sort((a, b) => b.Weight != a.Weight ? b.Weight.CompareTo(a.Weight) : a.Trip.CompareTo(b.Trip));
        for (int i = 0; i < Math.Min(claims.Count, MaxClaims) && (i < FewClaims || claims[i].Weight >= LeastWeight); i++)
        {
            track.Claims.Add(claims[i]);
            if (!this.byPattern.TryGetValue(claims[i].Pattern, out List<RunClaim>? others))
            {
                this.byPattern.Add(claims[i].Pattern, others = []);
            }

            others.Add(claims[i]);
        }

        Settle(track);
        for (int i = 0; i < track.Claims.Count; i++)
        {
            if (IsFirstOfPattern(track, i))
            {
                this.WeighPattern(track.Claims[i]);
                Settle(track);
            }
        }

        track.Candidates = default;
    }

    private static bool IsFirstOfPattern(VehicleTrack track, int at)
    {
        for (int i = 0; i < at; i++)
        {
            if (track.Claims[i].Pattern == track.Claims[at].Pattern)
            {
                return false;
            }
        }

        return true;
    }

    private void WeighPattern(RunClaim one)
    {
        List<RunClaim> claims = this.byPattern[one.Pattern];
        if (!one.ByHeadway)
        {
            this.order.Weigh(claims);
        }

        foreach (RunClaim claim in claims)
        {
            claim.Left = claim.ByHeadway ? 1 : this.LeftOf(claim, claims);
        }

        // A vehicle's claims lie side by side: each vehicle once.
        VehicleTrack? settled = one.Track;
        foreach (RunClaim claim in claims)
        {
            if (claim.Track != one.Track && claim.Track != settled)
            {
                Settle(claim.Track);
                settled = claim.Track;
            }
        }
    }

    private double LeftOf(RunClaim claim, List<RunClaim> claims)
    {
        double wanted = claim.Unserved;
        foreach (RunClaim other in claims)
        {
            wanted += other.StartAt == claim.StartAt && other.Trip == claim.Trip && other.Track != claim.Track ? other.Want : 0;
        }

        double left = ((1 - Disorder) * claim.InOrder / claim.Unserved) + (Disorder / wanted);
        return this.served.ContainsKey(claim.Trip) ? left * ServedShare : left;
    }

    /// <summary>Renews a vehicle's probabilities and what it tells others.</summary>
    private static void Settle(VehicleTrack track)
    {
        double all = 1;
        foreach (RunClaim claim in track.Claims)
        {
            claim.Probability = claim.Weight * claim.Left;
            all += claim.Probability;
        }

        for (int i = 0; i < track.Claims.Count; i++)
        {
            RunClaim claim = track.Claims[i];
            if (!IsFirstOfPattern(track, i))
            {
                continue;
            }

            double here = 0;
            foreach (RunClaim other in track.Claims)
            {
                here += other.Pattern == claim.Pattern ? other.Probability : 0;
            }

            double elsewhere = Math.Max(1, all - here);
            for (int k = i; k < track.Claims.Count; k++)
            {
                RunClaim other = track.Claims[k];
                if (other.Pattern == claim.Pattern)
                {
                    other.Elsewhere = elsewhere;
                    other.Want = other.Weight / Math.Max(1, all - other.Probability);
                }
            }
        }

        foreach (RunClaim claim in track.Claims)
        {
            claim.Probability /= all;
        }
    }
}
