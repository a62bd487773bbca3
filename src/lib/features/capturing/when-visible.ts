import type { Attachment } from 'svelte/attachments';

/** Calls once when the element comes near the visible part of the page. */
export function whenVisible(onVisible: () => void): Attachment {
  return (element) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        onVisible();
      },
      { rootMargin: '600px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
}
