using System.Net;

namespace TransitHub.Mqtt.Access;

/// <summary>
/// The connections that have said nothing yet of who they are: no login, no request. There may be so many of one address and so many altogether, and where there are
/// more, the one that has waited longest has to go. Who means well says something at once, so whoever opens connections and is silent pushes out nobody else's, not
/// even behind the same address. Safe for many threads.
/// </summary>
/// <param name="most">Altogether.</param>
/// <param name="mostOfAddress">Of one address.</param>
/// <param name="clock">The hub's clock.</param>
public sealed class WaitingRoom(int most, int mostOfAddress, TimeProvider clock)
{
    private readonly Lock sync = new();
    private readonly LinkedList<Place> all = [];
    private readonly Dictionary<string, LinkedList<Place>> byNetwork = new(StringComparer.Ordinal);

    /// <summary>How many wait.</summary>
    public int Count
    {
        get
        {
            lock (this.sync)
            {
                return this.all.Count;
            }
        }
    }

    private long Now => clock.GetTimestamp();

    /// <summary>Takes a connection in.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="end">Ends it.</param>
    /// <param name="displaced">Which one the caller has to end for it; null: none.</param>
    public Place Enter(IPAddress? address, Action end, out Place? displaced)
    {
        Place place = new(this, ClientAddress.NetworkOf(address), end, this.Now);
        lock (this.sync)
        {
            if (!this.byNetwork.TryGetValue(place.Network, out LinkedList<Place>? own))
            {
                this.byNetwork.Add(place.Network, own = []);
            }

            place.InAll = this.all.AddLast(place);
            place.InOwn = own.AddLast(place);
            displaced = own.Count > mostOfAddress ? own.First!.Value : this.all.Count > most ? this.all.First!.Value : null;
            if (displaced is not null)
            {
                this.Remove(displaced);
            }
        }

        return place;
    }

    /// <summary>Those that have waited for too long; the caller has to end them.</summary>
    /// <param name="patience">How long they may.</param>
    public IReadOnlyList<Place> TakeOverdue(TimeSpan patience)
    {
        lock (this.sync)
        {
            List<Place> overdue = [.. this.all.Where(p => !p.IsBusy && clock.GetElapsedTime(p.Since) >= patience)];
            overdue.ForEach(this.Remove);
            return overdue;
        }
    }

    private void Leave(Place place)
    {
        lock (this.sync)
        {
            this.Remove(place);
        }
    }

    private void Remove(Place place)
    {
        if (place.InAll is not { List: not null } inAll)
        {
            return;
        }

        this.all.Remove(inAll);
        LinkedList<Place> own = this.byNetwork[place.Network];
        own.Remove(place.InOwn!);
        if (own.Count == 0)
        {
            this.byNetwork.Remove(place.Network);
        }
    }

    /// <summary>One that waits. Disposing of it is leaving, too.</summary>
    public sealed class Place : IDisposable
    {
        private readonly WaitingRoom room;
        private readonly Action end;
        private volatile bool hasLeft;
        private volatile bool isBusy;
        private long since;

        internal Place(WaitingRoom room, string network, Action end, long since)
        {
            this.room = room;
            this.Network = network;
            this.end = end;
            this.since = since;
        }

        /// <summary>Where it comes from, see <see cref="ClientAddress"/>.</summary>
        public string Network { get; }

        /// <summary>Whether it was ended for having waited, alone or for others.</summary>
        public bool WasEnded { get; private set; }

        internal LinkedListNode<Place>? InAll { get; set; }

        internal LinkedListNode<Place>? InOwn { get; set; }

        internal long Since => Interlocked.Read(ref this.since);

        internal bool IsBusy => this.isBusy;

        /// <summary>It has said what there was to say; calling it again changes nothing.</summary>
        public void Leave()
        {
            if (!this.hasLeft)
            {
                this.hasLeft = true;
                this.room.Leave(this);
            }
        }

        /// <summary>Something goes on with it that has a time of its own; the waiting begins anew with <see cref="Resume"/>.</summary>
        public void Pause() => this.isBusy = true;

        /// <summary>It waits from now on.</summary>
        public void Resume()
        {
            Interlocked.Exchange(ref this.since, this.room.Now);
            this.isBusy = false;
        }

        /// <summary>Ends the connection.</summary>
        public void End()
        {
            this.WasEnded = true;
            this.end();
        }

        /// <inheritdoc/>
        public void Dispose() => this.Leave();
    }
}
