/** Surnames of the Kinh and of the larger peoples of Viet Nam. */
const surnames = new Set(
  (
    'Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Trương Đinh Đoàn Lương ' +
    'Mai Tô Trịnh Đào Cao Hà Châu Tạ Phùng Tống Quách Lưu Thái Vương Triệu Nông Hứa La Lữ Diệp Văn ' +
    'Từ Mạc Chu Giang Khổng Tăng Đàm Nghiêm Quang Lại Thân Viên Âu Kiều Kim Thạch Sơn Lâm Danh Ninh ' +
    'Ông Bế Lò Vàng Giàng Sùng Thào Cầm Điêu Hầu Khương Mã Phó Quan Tôn Ung Vi Vòng Y Ksor Rơ Đồng ' +
    'Cù Doãn Đậu Hàn Hàng Hùng Kha Lục Nhan Phí Sầm Tiêu Trà Uông Vạn'
  ).split(' '),
);

export function isSurname(word: string): boolean {
  return surnames.has(word);
}
