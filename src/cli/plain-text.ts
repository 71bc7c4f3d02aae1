/** What moves the cursor, colours or clears what a terminal shows, and what turns the direction of the text around it. */
const COMMANDS = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu;

/** Text with words of files and of other machines in it, as a terminal may show it. */
export const plainText = (text: string): string => text.replace(COMMANDS, '\ufffd');
