using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Fusion.Matching;

/// <summary>
/// Decides for all vehicles together who is on which run: each vehicle is on one, each run has one. Sum-product messages between
/// vehicles and runs (as multi-target trackers associate measurements): a vehicle that has no other run wants this one more, which
/// leaves less of it to those that have. Their order along a line comes out by itself.
/// </summary>
internal sealed class RunContest
{
    /// <summary>Want of a run that a vehicle was seen to finish.</summary>
    private const double ServedWant = 50;

    /// <summary>Finished runs are remembered for this long, seconds, and cleared out when there are this many.</summary>
    private const double ServedSeconds = 7200;

    private const int ServedKept = 4096;

    /// <summary>Runs over which a vehicle is in doubt at most; the least likely are dropped.</summary>
    private const int MaxClaims = 12;

    private readonly Dictionary<TripInstance, List<RunClaim>> byRun = [];
    private readonly Dictionary<TripInstance, double> served = [];

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
            if (this.byRun.TryGetValue(claim.Trip, out List<RunClaim>? claims))
            {
                claims.Remove(claim);
                if (claims.Count == 0)
                {
                    this.byRun.Remove(claim.Trip);
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
        claims.Sort((a, b) => b.Weight.CompareTo(a.Weight));
        for (int i = 0; i < Math.Min(claims.Count, MaxClaims); i++)
        {
            track.Claims.Add(claims[i]);
            if (!this.byRun.TryGetValue(claims[i].Trip, out List<RunClaim>? others))
            {
                this.byRun.Add(claims[i].Trip, others = []);
            }

            others.Add(claims[i]);
        }

        this.Weigh(track);
        foreach (RunClaim claim in track.Claims)
        {
            foreach (RunClaim other in this.byRun[claim.Trip])
            {
                if (other.Track != track)
                {
                    this.Weigh(other.Track);
                }
            }
        }

        this.Weigh(track);
        track.Candidates = default;
    }

    /// <summary>Renews a vehicle's probabilities and its messages.</summary>
    private void Weigh(VehicleTrack track)
    {
        double all = 1;
        foreach (RunClaim claim in track.Claims)
        {
            claim.Probability = claim.Weight * this.ShareLeft(claim);
            all += claim.Probability;
        }

        foreach (RunClaim claim in track.Claims)
        {
            claim.Want = claim.Weight / Math.Max(1e-9, all - claim.Probability);
            claim.Probability /= all;
        }
    }

    private double ShareLeft(RunClaim claim)
    {
        double wanted = claim.Unserved + (this.served.ContainsKey(claim.Trip) ? ServedWant : 0);
        foreach (RunClaim other in this.byRun[claim.Trip])
        {
            wanted += other.Track == claim.Track ? 0 : other.Want;
        }

        return 1 / wanted;
    }
}
