using TransitHub.Core.Accuracy;

namespace TransitHub.Server.Accuracy;

/// <summary>A feed's <see cref="LiveAccuracy"/> for the one thread that writes it and the many that read.</summary>
/// <param name="most">Predictions of a moment that are taken down at most.</param>
internal sealed class FeedAccuracy(int most = LiveAccuracy.DefaultMost)
{
    private readonly Lock sync = new();
    private readonly LiveAccuracy accuracy = new(most);

    /// <summary>Lets somebody look, or write, while nobody else does. What is given back must not refer to it.</summary>
    public T Use<T>(Func<LiveAccuracy, T> what)
    {
        lock (this.sync)
        {
            return what(this.accuracy);
        }
    }
}
