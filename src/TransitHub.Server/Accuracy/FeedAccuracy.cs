using TransitHub.Core.Accuracy;

namespace TransitHub.Server.Accuracy;

/// <summary>A feed's <see cref="LiveAccuracy"/> for the one thread that writes it and the many that read.</summary>
internal sealed class FeedAccuracy
{
    private readonly Lock sync = new();
    private readonly LiveAccuracy accuracy = new();

    /// <summary>Lets somebody look, or write, while nobody else does. What is given back must not refer to it.</summary>
    public T Use<T>(Func<LiveAccuracy, T> what)
    {
        lock (this.sync)
        {
            return what(this.accuracy);
        }
    }
}
