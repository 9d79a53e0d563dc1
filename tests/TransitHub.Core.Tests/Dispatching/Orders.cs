using TransitHub.Core.Dispatching;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;

namespace TransitHub.Core.Tests.Dispatching;

/// <summary>What operators write, as records of a log.</summary>
internal static class Orders
{
    public static ChangeBook Book(Timestamp now, params ChangeDraft[] drafts)
    {
        ChangeBook book = ChangeBook.Empty;
        foreach ((ChangeDraft draft, int i) in drafts.Select((draft, i) => (draft, i)))
        {
            book = book.With(new ServiceChange($"change-{i + 1}", 1, draft, now.UnixSeconds, now.UnixSeconds, "ann", null), now.UnixSeconds);
        }

        return book;
    }

    public static ServiceChanges Record(Timestamp now, params ChangeDraft[] drafts) => ServiceChanges.Of(Book(now, drafts), now);
}
